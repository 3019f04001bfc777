using System.Globalization;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>
/// A blob of the trail as a listing returned it: <c>yyyy/MM/dd/[stream]/[number].jsonl</c>. The number is that of its first
/// record, so that the order does not depend on a clock. An earlier release used the time of day instead.
/// </summary>
/// <param name="Length">Its length in bytes at the time of the listing; more may have been appended since.</param>
/// <param name="Changed">When the service last appended to it.</param>
internal sealed record AuditBlob(string Name, long Length, DateTimeOffset? Changed)
{
    private const string Extension = ".jsonl";
    private const int Digits = 12;

    /// <summary>The name of the blob's folder. If the blob is not part of the trail, no record has that name as its stream.</summary>
    public string Stream => Name.Split('/') is [.., var stream, _] ? stream : "";

    /// <summary>Sort key among the blobs of one stream, which one release wrote.</summary>
    public string Order => Name.Split('/')[^1] is var file && file.Length == Digits + Extension.Length ? file : Name;

    public static string NameOf(DateOnly day, string stream, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{day:yyyy'/'MM'/'dd}/{stream}/{number:D12}{Extension}");
}
