using System.Globalization;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>
/// A blob of the trail as a listing found it: <c>yyyy/MM/dd/[stream]/[number].jsonl</c>, where number is that of its first
/// record, so that no clock decides the order. A release before this one put the time of day there.
/// </summary>
/// <param name="Length">Bytes that stood in it then; more may have been appended since.</param>
/// <param name="Changed">When the service last appended to it.</param>
internal sealed record AuditBlob(string Name, long Length, DateTimeOffset? Changed)
{
    private const string Extension = ".jsonl";
    private const int Digits = 12;

    /// <summary>The folder that the blob is in; a blob that is not of the trail is in none that a record names.</summary>
    public string Stream => Name.Split('/') is [.., var stream, _] ? stream : "";

    /// <summary>Sorts the blobs of one stream, which are all of one release.</summary>
    public string Order => Name.Split('/')[^1] is var file && file.Length == Digits + Extension.Length ? file : Name;

    public static string NameOf(DateOnly day, string stream, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{day:yyyy'/'MM'/'dd}/{stream}/{number:D12}{Extension}");
}
