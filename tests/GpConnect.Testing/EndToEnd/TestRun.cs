using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Work that is done once, before the first test and after the last. <c>tests/TestAssembly.cs</c> puts it in force.</summary>
public sealed class TestRun(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assemblyName, ISourceInformationProvider sources, IMessageSink messages)
        : XunitTestFrameworkExecutor(assemblyName, sources, messages)
    {
        protected override async void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink results, ITestFrameworkExecutionOptions options)
        {
            using var runner = new Runner(TestAssembly, testCases, DiagnosticMessageSink, results, options);
            await runner.RunAsync();
        }
    }

    private sealed class Runner(
        ITestAssembly assembly,
        IEnumerable<IXunitTestCase> testCases,
        IMessageSink messages,
        IMessageSink results,
        ITestFrameworkExecutionOptions options) : XunitTestAssemblyRunner(assembly, testCases, messages, results, options)
    {
        protected override Task AfterTestAssemblyStartingAsync()
        {
            Interrupt.RestoreDefault();
            return base.AfterTestAssemblyStartingAsync();
        }

        // dotnet test kills the process a tenth of a second after the end, and to delete two gigabytes takes longer.
        protected override Task BeforeTestAssemblyFinishedAsync()
        {
            TestFolders.Delete();
            return base.BeforeTestAssemblyFinishedAsync();
        }
    }
}
