using System.Buffers.Text;
using System.Globalization;
using System.Text.RegularExpressions;
using GpConnect.Foundations.Records;

namespace GpConnect.Importing.BatchTrace;

/// <summary>
/// The unique references of one request (spine-clients.md §3.1): the time of the request, and a keyed hash of practice, time and logical
/// id. They disclose nothing, no one else can make one, and nothing has to be stored until the response arrives.
/// </summary>
internal sealed partial class BatchTraceReferences(IdentifierHashes tokens, string practice, DateTimeOffset requested)
{
    private const string TimeFormat = "yyyyMMddHHmmss";
    private const int HashBytes = 9;

    public DateTimeOffset Requested => requested;

    /// <summary>The time of the request as written in references, file names and control records.</summary>
    public string Time { get; } = requested.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The reference of a Patient: the time in digits and the hash in letters, which never look like an NHS number.</summary>
    public string Of(string patientId)
    {
        var token = tokens.Of(practice, "Patient", $"batch-trace/{Time}", patientId);
        var hash = Base64Url.DecodeFromChars(token).AsSpan(0, HashBytes);
        var letters = new char[2 * HashBytes];
        for (var index = 0; index < HashBytes; index++)
        {
            letters[2 * index] = (char)('A' + (hash[index] >> 4));
            letters[2 * index + 1] = (char)('A' + (hash[index] & 0xF));
        }

        return $"{Time}{new string(letters)}";
    }

    /// <summary>The time of the request that a reference belongs to; null when it does not have the form of one of ours.</summary>
    public static DateTimeOffset? TimeOf(string reference) =>
        Form().IsMatch(reference)
        && DateTimeOffset.TryParseExact(
            reference[..TimeFormat.Length], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    [GeneratedRegex("^[0-9]{14}[A-P]{18}$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
