using GpConnect.Foundations.Audit;

namespace GpConnect.Foundations.Tests.Audit;

public class AuditChainTests
{
    /// <summary>Trails of earlier releases are verified with the same hash, so it must never change.</summary>
    [Fact]
    public void The_hash_is_the_SHA_256_of_the_previous_hash_the_stream_the_number_and_the_entry() =>
        Assert.Equal("F4E03FC17B6B0139C7F7C8E60A61483858E1FC4BB1391CFB42A0D0BC891416D9", Convert.ToHexString(AuditChain.HashOf("stream", 258, [1, 2, 3], "{}"u8)));

    [Fact]
    public void Each_record_continues_the_chain()
    {
        var chain = new AuditChain();
        var (first, second) = (chain.Append("{}"u8.ToArray()), chain.Append("{}"u8.ToArray()));

        Assert.Equal((1, 2), (first.Number, second.Number));
        Assert.Equal(AuditChain.HashOf(chain.Stream, 1, [], "{}"u8), first.Hash);
        Assert.Equal(AuditChain.HashOf(chain.Stream, 2, first.Hash, "{}"u8), second.Hash);
        Assert.Equal((2, second.Hash), (chain.Head.Number, chain.Head.Hash));
    }

    [Fact]
    public void A_stream_is_named_by_32_hexadecimal_digits_of_its_own()
    {
        var (one, other) = (new AuditChain().Stream, new AuditChain().Stream);

        Assert.Matches("^[0-9a-f]{32}$", one);
        Assert.NotEqual(one, other);
    }
}
