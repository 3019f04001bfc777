using System.Reflection;
using GpConnect.Importing.BatchTrace;
using GpConnect.Testing.Requirements;

namespace GpConnect.Testing.BatchTrace;

/// <summary>
/// A <see cref="CaseAttribute"/> that runs twice, with the response profiles of PDS over MESH and of MPT; the profile is the test's
/// second argument.
/// </summary>
public sealed class MeshAndMptCaseAttribute(string ids, params object?[] values) : CaseAttribute(ids, values)
{
    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) =>
        [[AllIds, BatchTraceProfile.PdsMesh, .. Values], [AllIds, BatchTraceProfile.Mpt, .. Values]];
}
