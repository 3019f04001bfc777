using System.Reflection;
using Xunit.Sdk;

namespace GpConnect.Testing.Requirements;

/// <summary>
/// One row of test data that covers rows of <c>requirements.md</c>. The first argument of the test is the ids, so that a failure
/// shows them; the values follow.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public class CaseAttribute(string ids, params object?[] values) : DataAttribute, ICovers
{
    public IEnumerable<string> Ids => ids.Split(' ');

    protected string AllIds => ids;

    protected object?[] Values => values;

    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[ids, .. values]];
}

/// <summary>A <see cref="CaseAttribute"/> that runs in JSON and in XML; the format is the test's second argument.</summary>
public sealed class FormatCaseAttribute(string ids, params object?[] values) : CaseAttribute(ids, values)
{
    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) =>
        [[AllIds, FhirFormat.Json, .. Values], [AllIds, FhirFormat.Xml, .. Values]];
}

/// <summary>Runs a test in JSON and in XML.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FormatsAttribute : DataAttribute
{
    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[FhirFormat.Json], [FhirFormat.Xml]];
}
