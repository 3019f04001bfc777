using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using GpConnect.Foundations.Errors;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Foundations.Tests.Errors;

public class RedactedTests
{
    private const string Separators = "-._ ~:/#$%+*";

    private static readonly Func<string, string>[] Repeats = [Redacted.Id, Redacted.Uri, Redacted.MediaType];

    [Property]
    public Property Ten_digits_are_never_repeated(uint seed, bool grouped) =>
        Prop.ForAll(Gen.Elements(Separators.ToCharArray()).ToArbitrary(), separator =>
        {
            var digits = (seed % 1_000_000_000).ToString("D10", System.Globalization.CultureInfo.InvariantCulture);
            var number = grouped ? $"{digits[..3]}{separator}{digits[3..6]}{separator}{digits[6..]}" : digits;
            string[] carriers = [number, $"https://example.org/{number}", $"urn:x:{number}", $"application/{number}", $"https://example.org/Id/{number}/x", $"a{number}b"];
            return Array.TrueForAll(Repeats, repeat => Array.TrueForAll(carriers, text => !repeat(text).Contains(number, StringComparison.Ordinal)));
        });

    [Property]
    public bool A_token_is_never_repeated(uint seed)
    {
        var token = new Token();
        token.IssuedAt(seed);
        var text = token.ToString();
        string[] carriers = [text, $"https://example.org/{text}", $"urn:{text}", $"application/{text}"];

        // A logical id cannot be as long as a token; the pipeline refuses it before it is repeated.
        return Array.TrueForAll(carriers, carrier => !Redacted.Uri(carrier).Contains("eyJ", StringComparison.Ordinal) && !Redacted.MediaType(carrier).Contains("eyJ", StringComparison.Ordinal));
    }

    [Property]
    public bool Repeated_text_is_short_and_printable(NonNull<string> text) =>
        Array.TrueForAll([Redacted.Uri(text.Get), Redacted.MediaType(text.Get)], repeat => repeat.Length <= 130 && !repeat.Any(char.IsControl) && Encoding.UTF8.GetByteCount(repeat) <= 140);

    [Theory]
    [InlineData("https://fhir.nhs.uk/Id/nhs-number")]
    [InlineData("urn:nhs:names:services:gpconnect:fhir:rest:read:metadata-1")]
    [InlineData("https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Patient-1")]
    public void A_plain_URI_is_repeated(string uri) => Assert.Equal(uri, Redacted.Uri(uri));

    [Theory]
    [InlineData("Smith John")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://example.org/?name=Smith")]
    [InlineData("https://example.org/é")]
    public void Text_that_is_not_a_plain_URI_is_not_repeated(string text) => Assert.Equal("(not a known URI)", Redacted.Uri(text));
}
