using GpConnect.Foundations.Audit;

namespace GpConnect.Foundations.Tests.Audit;

public class AuditAnchorTests
{
    private static readonly byte[] Key = [1, 2, 3];
    private static readonly AuditAnchor Signed = AuditAnchor.Of("stream", new AuditHead(7, [8, 9]), Key, new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_signature_covers_the_stream_the_number_and_the_hash()
    {
        Assert.True(Signed.IsSignedWith(Key));
        Assert.False(Signed.IsSignedWith([1, 2, 4]));
        Assert.False((Signed with { Stream = "other" }).IsSignedWith(Key));
        Assert.False((Signed with { Number = 8 }).IsSignedWith(Key));
        Assert.False((Signed with { Hash = [8, 8] }).IsSignedWith(Key));
        Assert.False((Signed with { Signature = null }).IsSignedWith(Key));
    }

    [Fact]
    public void An_anchor_without_a_key_has_no_signature() => Assert.Null(AuditAnchor.Of("stream", new AuditHead(7, [8, 9]), null, Signed.Time).Signature);

    [Theory]
    [InlineData("{0}")]
    [InlineData("12:00:00 info {0} (line 1)")]
    public void An_anchor_is_found_in_a_line_of_a_log(string line)
    {
        var unsigned = Signed with { Signature = null };

        Assert.Equivalent(Signed, AuditAnchor.Find(line.Replace("{0}", Signed.ToJson(), StringComparison.Ordinal)), strict: true);
        Assert.Equivalent(unsigned, AuditAnchor.Find(line.Replace("{0}", unsigned.ToJson(), StringComparison.Ordinal)), strict: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no anchor")]
    [InlineData("} {")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{nonsense}")]
    [InlineData("""{"time":"2026-06-15T12:00:00Z","stream":1,"number":7,"hash":"CAk="}""")]
    [InlineData("""{"time":"today","stream":"s","number":7,"hash":"CAk="}""")]
    [InlineData("""{"time":"2026-06-15T12:00:00Z","stream":"s","number":7,"hash":"?"}""")]
    [InlineData("""{"time":"2026-06-15T12:00:00Z","stream":"s","number":7}""")]
    public void A_line_without_an_anchor_has_none(string line) => Assert.Null(AuditAnchor.Find(line));
}
