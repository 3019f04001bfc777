using System.Text.RegularExpressions;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>Why a record is rejected or not served.</summary>
/// <param name="Text">The path of an element, where it is about one, and a fixed reason; no value.</param>
/// <param name="Detail">What differs from one record to the next, such as the place of another record.</param>
internal sealed partial record ImportError(string Text, string? Detail = null)
{
    private const string Step = @"[A-Za-z_][A-Za-z0-9]*(\[[A-Za-z0-9]+\])?";

    /// <summary>Where it stands in the file, if that is known already.</summary>
    public FilePosition? At { get; init; }

    /// <summary>The element that it is about; null when it is about the whole record.</summary>
    public string? Path => LeadingPath().Match(Text) is { Success: true } match ? match.Value : null;

    /// <summary>The resource's own element that the path leads to or into.</summary>
    public string? Element => Path?.Split('.', '[') is [_, var element, ..] ? element : null;

    /// <summary>The same for every record with this fault, so without the places in lists.</summary>
    public string Reason => Index().Replace(Text, "");

    public static implicit operator ImportError(string text) => new(text);

    public override string ToString() => Detail is null ? Text : $"{Text} ({Detail})";

    [GeneratedRegex(@"\A(" + Step + @"(\." + Step + @")+(?=[: ])|" + Step + "(?=: ))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LeadingPath();

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.CultureInvariant)]
    private static partial Regex Index();
}
