using FsCheck;
using FsCheck.Xunit;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Tests.Requests;

public class RequestTargetTests
{
    [Property]
    public bool An_encoded_target_is_decoded_to_the_original(NonNull<string>[] segments, NonNull<string> name, NonNull<string> value)
    {
        var path = string.Concat(segments.Select(segment => "/" + Uri.EscapeDataString(WithoutSurrogates(segment.Get))));
        var query = $"{Uri.EscapeDataString(WithoutSurrogates(name.Get) + "n")}={Uri.EscapeDataString(WithoutSurrogates(value.Get))}";
        var target = RequestTarget.Parse($"{path}?{query}");

        return target.Segments.SequenceEqual(segments.Select(segment => WithoutSurrogates(segment.Get)))
            && target.Query is [var parameter] && parameter.Name == WithoutSurrogates(name.Get) + "n" && parameter.Value == WithoutSurrogates(value.Get);
    }

    [Property]
    public bool Any_target_is_parsed_without_an_exception(NonNull<string> target)
    {
        var parsed = RequestTarget.Parse(target.Get);

        return parsed.Segments.Count <= target.Get.Length && parsed.Query.Count <= target.Get.Length;
    }

    [Theory]
    [InlineData("/a/b", "a b")]
    [InlineData("/a//b/", "a  b ")]
    [InlineData("/", "")]
    [InlineData("http://host/a?b=c", "a")]
    [InlineData("/%41", "A")]
    [InlineData("/%2541", "%41")]
    [InlineData("/a%2Fb", "a/b")]
    [InlineData("/a+b", "a+b")]
    public void A_path_is_split_before_it_is_decoded(string target, string segments) =>
        Assert.Equal(segments, string.Join(' ', RequestTarget.Parse(target).Segments));

    [Theory]
    [InlineData("*")]
    [InlineData("host:80")]
    [InlineData("http://host")]
    [InlineData("")]
    public void A_target_without_a_path_has_no_segments(string target) => Assert.Empty(RequestTarget.Parse(target).Segments);

    [Theory]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("%zz")]
    [InlineData("%FF")]
    [InlineData("%C3")]
    [InlineData("%ED%A0%80")]
    [InlineData("%C0%AF")]
    public void Invalid_encoding_gives_null(string text)
    {
        var target = RequestTarget.Parse($"/{text}?a={text}");

        Assert.Equal([null], target.Segments);
        Assert.Equal([null], target.Values("a"));
    }

    [Fact]
    public void Parameters_keep_their_order_and_case() =>
        Assert.Equal(["1", "", ""], RequestTarget.Parse("/?a=1&A=2&&a&a=&=x").Values("a"));

    private static string WithoutSurrogates(string text) => string.Concat(text.Where(character => !char.IsSurrogate(character)));
}
