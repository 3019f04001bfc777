using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Xunit;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Interactions;
using GpConnect.Provider.Requests;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.Requests;

public class SearchIdentifierTests
{
    private static readonly SearchParameter Parameter = new("https://example.org/Id", "<id>", "id");

    [Property]
    public bool A_token_is_accepted_exactly_when_it_is_system_pipe_value(NonNull<string> text)
    {
        var value = string.Concat(text.Get.Where(character => !char.IsSurrogate(character)));
        var isValue = !string.IsNullOrWhiteSpace(value) && FhirText.Fits(value) && FhirText.IsOneLine(value) && !value.Contains('|', StringComparison.Ordinal) && !value.Contains(',', StringComparison.Ordinal) && !value.Contains('\\', StringComparison.Ordinal);
        var accepted = Read($"{Parameter.System}|{value}").Try(out var token, out _);

        return isValue ? accepted && token!.Value == value : !accepted || value.Contains('\\', StringComparison.Ordinal);
    }

    [Property]
    public bool Any_value_can_be_escaped(NonNull<string> text)
    {
        var value = "x" + string.Concat(text.Get.Where(character => !char.IsSurrogate(character) && FhirText.Fits($"{character}") && FhirText.IsOneLine($"{character}")));

        return Read($"{Parameter.System}|{Regex.Replace(value, @"[\\|,$]", @"\$0")}").Try(out var token, out _) && token!.Value == value;
    }

    [Property]
    public bool A_refusal_never_repeats_the_value(NonNull<string> system, PositiveInt number)
    {
        var value = $"secret{number.Get}";

        return Read($"{system.Get}|{value}").Try(out _, out var failure) || !failure.Diagnostics.Contains(value, StringComparison.Ordinal);
    }

    [Theory]
    [Case("SP-16", @"a\,b", "a,b")]
    [Case("SP-16", @"a\|b", "a|b")]
    [Case("SP-16", @"a\$b", "a$b")]
    [Case("SP-16", @"a\\b", @"a\b")]
    [Case("SP-16", @"a\\\,b", @"a\,b")]
    [Case("SP-16", @"a\b\", @"a\b\")]
    [Case("SP-16", "a$b", "a$b")]
    [Case("SP-9", "a,b", null)]
    [Case("SP-9", @"a\\,b", null)]
    [Case("SP-9", ",", null)]
    [Case("SP-8", @"a\\|b", null)]
    public void FHIR_escapes_are_decoded(string id, string text, string? value)
    {
        Assert.NotEmpty(id);
        Assert.Equal(value is not null, Read($"{Parameter.System}|{text}").Try(out var token, out _));
        Assert.Equal(value, token?.Value);
    }

    private static Result<SearchIdentifier, Failure> Read(string token) =>
        SearchIdentifier.Read(Parameter, RequestTarget.Parse($"/?identifier={Uri.EscapeDataString(token)}"));
}
