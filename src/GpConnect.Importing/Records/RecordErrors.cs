using GpConnect.Foundations.Errors;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>A record, row or file with what is wrong with it, for the operator.</summary>
/// <param name="Source">The record as it stands in the file; null when the faults say where they are.</param>
/// <param name="Name">Type and id, or what else names the record without telling whose it is; empty when nothing does.</param>
/// <param name="Errors">At least one.</param>
internal sealed record RecordErrors(string File, SourceRecord? Source, string Name, IReadOnlyList<ImportError> Errors)
{
    /// <summary>With the place of each fault, in their order. The record is read again for it.</summary>
    public RecordErrors Locate()
    {
        if (Source is null)
        {
            return this;
        }

        // A record that could not be read has the place where the reading ended, or none.
        var places = Source.Error is null ? RecordPlaces.Of(Source) : null;
        var located = Errors.Select(error => error with { At = error.At ?? (places is null ? Source.Start : places.Find(error.Path)) });
        return this with { Errors = [.. located.OrderBy(error => error.At?.Line).ThenBy(error => error.At?.Column)] };
    }

    /// <summary>One line; several when there are several faults.</summary>
    public IEnumerable<string> Lines(string outcome)
    {
        if (Errors is [var only])
        {
            return [$"{outcome}: {Place(only.At)}: {only}"];
        }

        return [$"{outcome}: {Place(null)}: {Errors.Count} faults", .. Errors.Select(error => error.At is { } at ? $"  {at}: {error}" : $"  {error}")];
    }

    private string Place(FilePosition? at)
    {
        var position = at is { } known && Source?.Entry is null ? $"{known}" : string.Join(", ", new[] { Source?.Position, $"{at}" }.Where(part => !string.IsNullOrEmpty(part)));
        var parts = string.Join(", ", new[] { position, Redacted.Id(Name) }.Where(part => part.Length > 0));
        return $"{Redacted.Id(File)}{(parts.Length > 0 ? $" {parts}" : "")}";
    }
}
