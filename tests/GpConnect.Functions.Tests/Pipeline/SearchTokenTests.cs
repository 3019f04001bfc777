using FsCheck;
using FsCheck.Xunit;
using GpConnect.Functions.Interactions;
using GpConnect.Functions.Pipeline;
using GpConnect.Functions.Spine;

namespace GpConnect.Functions.Tests.Pipeline;

public class SearchTokenTests
{
    private static readonly SearchParameter Parameter = new("https://example.org/Id", "<id>", "id");

    [Property]
    public bool A_token_is_accepted_exactly_when_it_is_system_pipe_value(NonNull<string> text)
    {
        var value = string.Concat(text.Get.Where(character => !char.IsSurrogate(character)));
        var isValue = !string.IsNullOrWhiteSpace(value) && !value.Any(char.IsControl) && !value.Contains('|', StringComparison.Ordinal) && !value.Contains(',', StringComparison.Ordinal) && !value.Contains('\\', StringComparison.Ordinal);
        var accepted = Read($"{Parameter.System}|{value}").Try(out var token, out _);

        return isValue ? accepted && token!.Value == value : !accepted || value.Contains('\\', StringComparison.Ordinal);
    }

    [Property]
    public bool A_refusal_never_repeats_the_value(NonNull<string> system, PositiveInt number)
    {
        var value = $"secret{number.Get}";

        return Read($"{system.Get}|{value}").Try(out _, out var failure) || !failure.Diagnostics.Contains(value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\\,b", true)]
    [InlineData("a,b", false)]
    [InlineData("a\\\\,b", false)]
    [InlineData(",", false)]
    public void Only_an_escaped_comma_belongs_to_a_value(string value, bool accepted) =>
        Assert.Equal(accepted, Read($"{Parameter.System}|{value}").Try(out _, out _));

    private static Result<SearchToken> Read(string token) =>
        SearchToken.Read(Parameter, RequestTarget.Parse($"/?identifier={Uri.EscapeDataString(token)}"));
}
