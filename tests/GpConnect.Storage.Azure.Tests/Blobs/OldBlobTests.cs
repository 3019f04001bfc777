using System.Text;
using GpConnect.Foundations.Audit;
using GpConnect.Storage.Azure.Blobs;
using GpConnect.Testing;
using GpConnect.Testing.Audit;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Azure.Tests.Blobs;

/// <summary>Blobs of an earlier release that copied a caller's bytes into lines, and blobs that were changed.</summary>
public sealed class OldBlobTests : IAsyncLifetime
{
    private AuditBlobs blobs = null!;

    public async Task InitializeAsync()
    {
        var options = new TestSettings { AuditContainer = (await Azurite.NewContainerAsync()).Uri };
        blobs = new AuditBlobs(options, new AuditHeads(), TimeProvider.System);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableTheory]
    [Case("AT-38", "line breaks", "lines 2 to 5: ")]
    [Case("AT-38", "forged line", "lines 2 to 4: ")]
    [Case("AT-38", "lone surrogate and line breaks", "lines 2 to 4: ")]
    [Case("AT-38", "not UTF-8", "line 2: holds bytes that are not UTF-8")]
    [Case("AT-38", "not JSON", "line 2: is not JSON")]
    [Case("AT-38", "not an object", "line 2: is not a record of the audit trail")]
    [Case("AT-38", "200 arrays", "line 2: is not JSON")]
    public async Task A_record_that_cannot_be_read_is_one_error_with_its_lines(string id, string name, string error)
    {
        Assert.NotEmpty(id);
        await AppendAsync(OldEntries.Sound("first"), OldEntries.All[name].Entry, OldEntries.Sound("last"));

        var verification = await VerifyAsync();

        Assert.Contains(error, Assert.Single(verification.Errors), StringComparison.Ordinal);
        Assert.Equal(2, verification.Records);
    }

    [SkippableTheory]
    [Case("AT-38", "carriage return")]
    [Case("AT-38", "63 arrays")]
    [Case("AT-38", "lone surrogate")]
    public async Task A_record_on_one_line_is_read_whatever_is_in_its_claims(string id, string name)
    {
        Assert.NotEmpty(id);
        await AppendAsync(OldEntries.Sound("first"), OldEntries.All[name].Entry, OldEntries.Sound("last"));

        var verification = await VerifyAsync();

        Assert.Empty(verification.Errors);
        Assert.Equal(3, verification.Records);
    }

    [SkippableFact]
    [Requirement("AT-38")]
    public async Task Unreadable_lines_do_not_hide_the_removal_of_adjacent_records()
    {
        var records = Records(OldEntries.Sound("1"), OldEntries.Sound("2"), OldEntries.Sound("3"), OldEntries.Sound("4"));
        await blobs.AppendAsync(new MemoryStream([.. Line(records[0]), .. "rubbish\n"u8, .. Line(records[3])]));

        var verification = await VerifyAsync();

        Assert.Equal(2, verification.Errors.Count);
        Assert.Contains("line 2: is not JSON", verification.Errors[0], StringComparison.Ordinal);
        Assert.Contains("record 1 is followed by record 4", verification.Errors[1], StringComparison.Ordinal);
    }

    private Task<AuditVerification> VerifyAsync() => AuditVerification.RunAsync(new BlobAuditReader(blobs), [], default);

    private Task AppendAsync(params byte[][] entries) => blobs.AppendAsync(new MemoryStream([.. Records(entries).SelectMany(Line)]));

    private List<AuditRecord> Records(params byte[][] entries) => [.. entries.Select(entry => blobs.Chain.Append(entry))];

    /// <summary>A line as the earlier release wrote it.</summary>
    private static byte[] Line(AuditRecord record) =>
    [
        .. Encoding.UTF8.GetBytes($"{{\"stream\":\"{record.Stream}\",\"number\":{record.Number},\"hash\":\"{Convert.ToBase64String(record.Hash)}\",\"entry\":"),
        .. record.Entry.Span,
        (byte)'}',
        (byte)'\n',
    ];
}
