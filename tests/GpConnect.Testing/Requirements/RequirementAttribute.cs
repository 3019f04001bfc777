namespace GpConnect.Testing.Requirements;

/// <summary>Names a row of <c>requirements.md</c> that a test covers.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequirementAttribute(string id) : Attribute, ICovers
{
    public IEnumerable<string> Ids => [id];
}

internal interface ICovers
{
    IEnumerable<string> Ids { get; }
}
