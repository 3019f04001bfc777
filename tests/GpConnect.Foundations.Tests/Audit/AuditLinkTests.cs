using System.Text;
using System.Text.Json;
using GpConnect.Foundations.Audit;

namespace GpConnect.Foundations.Tests.Audit;

public class AuditLinkTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_written_link_names_its_ends_its_time_and_its_release()
    {
        var entry = AuditLink.Write([new AuditEnd("a", new AuditHead(3, [1])), new AuditEnd("b", new AuditHead(4, [2]))], Now);

        using var json = JsonDocument.Parse(entry.Json);
        Assert.Equal(["id", "time", "kind", "before", "version"], json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.True(json.RootElement.GetProperty("id").TryGetGuid(out _));
        Assert.Equal(Now, json.RootElement.GetProperty("time").GetDateTimeOffset());
        Assert.Equal("stream", json.RootElement.GetProperty("kind").GetString());
        Assert.Equal(ProductVersion.Text, json.RootElement.GetProperty("version").GetString());
        Assert.Equal(
            [("a", 3L, "01"), ("b", 4L, "02")],
            AuditLink.Read(entry.Json).Select(end => (end.Stream, end.Head.Number, Convert.ToHexString(end.Head.Hash))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{"before":1}""")]
    [InlineData("""{"before":[1]}""")]
    [InlineData("""{"before":[{}]}""")]
    [InlineData("""{"before":[{"stream":"a","number":1.5,"hash":"AQ=="}]}""")]
    [InlineData("""{"before":[{"stream":"a","number":1,"hash":"?"}]}""")]
    [InlineData("""{"before":[{"stream":"a","number":1}]}""")]
    public void An_entry_that_cannot_be_read_as_a_link_names_no_ends(string entry) => Assert.Empty(AuditLink.Read(Encoding.UTF8.GetBytes(entry)));
}
