using System.Text.RegularExpressions;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>Why a record is rejected or not served.</summary>
/// <param name="Text">A fixed reason, after the path of an element if it is about one; never a value of the record.</param>
/// <param name="Detail">What differs from one record to the next, such as the position of another record.</param>
internal sealed partial record ImportError(string Text, string? Detail = null)
{
    private const string Step = @"[A-Za-z_][A-Za-z0-9]*(\[[A-Za-z0-9]+\])?";

    /// <summary>The position in the file; null while it is unknown.</summary>
    public FilePosition? At { get; init; }

    /// <summary>The path of the element that it is about; null when it is about the whole record.</summary>
    public string? Path => LeadingPath().Match(Text) is { Success: true } match ? match.Value : null;

    /// <summary>The top-level element of the resource on that path; null without a path.</summary>
    public string? Element => Path?.Split('.', '[') is [_, var element, ..] ? element : null;

    /// <summary>The text without list indexes, so that it is the same for every record with this error.</summary>
    public string Reason => Index().Replace(Text, "");

    public static implicit operator ImportError(string text) => new(text);

    public override string ToString() => Detail is null ? Text : $"{Text} ({Detail})";

    [GeneratedRegex(@"\A(" + Step + @"(\." + Step + @")+(?=[: ])|" + Step + "(?=: ))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LeadingPath();

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.CultureInvariant)]
    private static partial Regex Index();
}
