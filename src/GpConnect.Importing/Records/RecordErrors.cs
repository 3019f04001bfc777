using GpConnect.Foundations.Errors;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>A record, row or file with its errors, for the operator.</summary>
/// <param name="Source">The record in the file; null when the errors have their positions already.</param>
/// <param name="Name">Type and id, or another name that does not identify the patient; empty when there is none.</param>
/// <param name="Errors">At least one.</param>
internal sealed record RecordErrors(string File, SourceRecord? Source, string Name, IReadOnlyList<ImportError> Errors)
{
    /// <summary>A copy with the position of each error, sorted by position. The record is read again for that.</summary>
    public RecordErrors Locate()
    {
        if (Source is null)
        {
            return this;
        }

        // The only position in an unreadable record is where reading stopped, if that is known.
        var places = Source.Error is null ? RecordPlaces.Of(Source) : null;
        var located = Errors.Select(error => error with { At = error.At ?? (places is null ? Source.Start : places.Find(error.Path)) });
        return this with { Errors = [.. located.OrderBy(error => error.At?.Line).ThenBy(error => error.At?.Column)] };
    }

    /// <summary>One line for a single error; otherwise a heading and a line for each error.</summary>
    public IEnumerable<string> Lines(string outcome)
    {
        if (Errors is [var only])
        {
            return [$"{outcome}: {Place(only.At)}: {only}"];
        }

        return [$"{outcome}: {Place(null)}: {Errors.Count} errors", .. Errors.Select(error => error.At is { } at ? $"  {at}: {error}" : $"  {error}")];
    }

    private string Place(FilePosition? at)
    {
        var position = at is { } known && Source?.Entry is null ? $"{known}" : string.Join(", ", new[] { Source?.Position, $"{at}" }.Where(part => !string.IsNullOrEmpty(part)));
        var parts = string.Join(", ", new[] { position, Redacted.Id(Name) }.Where(part => part.Length > 0));
        return $"{Redacted.Id(File)}{(parts.Length > 0 ? $" {parts}" : "")}";
    }
}
