using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using GpConnect.MicroBenchmarks;

if (args is ["claims"])
{
    RememberedClaims.Measure();
    return 0;
}

// In this process: a project made by BenchmarkDotNet could not see the provider's internals.
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(ConsoleLogger.Default)
    .WithArtifactsPath(args[0]);
var summary = BenchmarkRunner.Run<RequestSteps>(config);
return summary.Reports.Length > 0 && summary.Reports.All(report => report.Success) ? 0 : 1;
