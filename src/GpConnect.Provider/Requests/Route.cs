using System.Text.RegularExpressions;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Interactions;

namespace GpConnect.Provider.Requests;

/// <summary>The variable parts of a path that matches its interaction (transport.md §4).</summary>
/// <param name="Id">Logical id of a read.</param>
/// <param name="VersionId">Version requested through <c>_history</c>.</param>
internal sealed partial record Route(string? Id = null, string? VersionId = null)
{
    private static readonly HashSet<string> KnownSegments = new(StringComparer.OrdinalIgnoreCase)
    {
        "metadata", "Patient", "Practitioner", "Organization", "Location", "$gpc.registerpatient", "_history", "",
    };

    /// <summary>Checks that verb and path match the stated interaction (C5), including their letter case.</summary>
    public static Result<Route, Failure> Match(Interaction interaction, string verb, IReadOnlyList<string?> path)
    {
        if (verb != interaction.Verb)
        {
            return Mismatch(interaction, verb, path);
        }

        return interaction.Kind switch
        {
            InteractionKind.Metadata when path is ["metadata"] => new Route(),
            InteractionKind.Search when path is [var type] && type == interaction.ResourceType => new Route(),
            InteractionKind.Operation when path is [var type, ['$', .. var name]] && type == interaction.ResourceType && name == interaction.OperationName
                => new Route(),
            InteractionKind.Read when path is [var type, var id] && type == interaction.ResourceType => Read(id, null),
            InteractionKind.Read when path is [var type, var id, "_history", { } version] && type == interaction.ResourceType => Read(id, version),
            _ => Mismatch(interaction, verb, path),
        };
    }

    private static Result<Route, Failure> Read(string? id, string? version) =>
        id is not null && LogicalId().IsMatch(id) && (version is null || LogicalId().IsMatch(version))
            ? new Route(id, version)
            : SpineError.BadRequest.Because("Invalid logical id or version: expected 1 to 64 characters of A-Z, a-z, 0-9, '-' and '.'");

    private static Failure Mismatch(Interaction interaction, string verb, IReadOnlyList<string?> path)
    {
        // Only names of the API are repeated: any other part of a path may be an identifier.
        var shape = string.Concat(path.Select(segment => "/" + (segment is not null && KnownSegments.Contains(segment) ? segment : "[…]")));
        var method = verb.Length <= 10 && verb.All(char.IsAsciiLetterUpper) ? verb : "(unknown verb)";
        return SpineError.BadRequest.Because($"{method} {(shape.Length <= 200 ? shape : "(long path)")} does not fit the interaction {interaction.Id}");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9\-.]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LogicalId();
}
