using System.Text;
using FsCheck.Xunit;
using GpConnect.Foundations.Pds;
using GpConnect.Testing.Requirements;

namespace GpConnect.Foundations.Tests.Pds;

public class VerificationRuleTests
{
    [Theory]
    [Case("VR-1", "1984-11-02", "Nowak", "Ewa", "1984-11-02", "Kowalska", "Anna", true)]
    [Case("VR-1", "1984-11-02", null, null, "1984-11-02", null, null, true)]
    [Case("VR-2", "1984-11-02", "Nowak", "Ewa", "1984-11-20", "Nowakowska", "Ela", true)]
    [Case("VR-2", "1984-11-02", "Nowak", "Ewa", "1985-11-02", "Nowell", "Edith", true)]
    [Case("VR-2", "1984-11-02", "Nowak", "Ewa", "1984-12-02", "Nowak", "Ewa", true)]
    [Case("VR-3", "1984-11-02", "Nowak", "Ewa", "1984-12-20", "Nowak", "Ewa", false)]
    [Case("VR-3", "1984-11-02", "Nowak", "Ewa", "1984-02-11", "Nowak", "Ewa", false)]
    [Case("VR-4", "1984-11-02", "Nowak", "Ewa", "1984-11-20", "Novak", "Ewa", false)]
    [Case("VR-4", "1984-11-02", "Nowak", "Ewa", "1984-11-20", "Nowak", "Anna", false)]
    [Case("VR-4", "1984-11-02", "Nowak", "Ewa", "1984-11-20", "Nowak", null, false)]
    [Case("VR-4", "1984-11-02", "Nowak", null, "1984-11-20", "Nowak", null, false)]
    [Case("VR-4", "1984-11-02", "", "Ewa", "1984-11-20", "", "Ewa", false)]
    [Case("VR-5", "1989-02-15", "Ng", "Lewin", "1989-02-14", "Ng", "Lewin", true)]
    [Case("VR-5", "1989-02-15", "Ngo", "Lewin", "1989-02-14", "Ng", "Lewin", false)]
    [Case("VR-5", "1989-02-15", "Ng", "Lewin", "1989-02-14", "Ngo", "Lewin", false)]
    [Case("VR-6", "1984-11-02", "  nowak ", "ewa", "1984-11-20", "NOWAK", " EWA", true)]
    [Case("VR-6", "1984-11-02", "Núñez", "Ángel", "1984-11-20", "NÚÑEZ", "Ángel", true)]
    [Case("VR-9", "1984-11-02", "Nu\u0301n\u0303ez", "E\u0301va", "1984-11-20", "N\u00FA\u00F1ez", "\u00C9va", true)]
    [Case("VR-9", "1984-11-02", "N\u00FA\u00F1ez", "\u00C9va", "1984-11-20", "NU\u0301N\u0303EZ", "e\u0301va", true)]
    [Case("VR-9", "1984-11-02", "Le\u0302\u0323", "O", "1984-11-20", "L\u1EC7", "O", true)]
    [Case("VR-9", "1984-11-02", "Le\u0323\u0302", "O", "1984-11-20", "L\u00EA\u0323", "O", true)]
    [Case("VR-9", "1984-11-02", "Nu\u0301n\u0303ez", "Ewa", "1984-11-20", "Nunez", "Ewa", false)]
    [Case("VR-9", "1984-11-02", "N\u00FA\u00F1ez", "Ewa", "1984-11-20", "Nu\u0300n\u0303ez", "Ewa", false)]
    [Case("VR-9", "1984-11-02", "Ng\u0301", "Ewa", "1984-11-20", "Ng", "Ewa", false)]
    [Case("VR-9", "1984-11-02", "N\u01F5", "Ewa", "1984-11-20", "Ng\u0301", "Ewa", true)]
    [Case("VR-6", "1984-11-02", "Eßer", "Ewa", "1984-11-20", "ESSER", "EWA", true)]
    [Case("VR-6", "1984-11-02", "Yıldız", "Işıl", "1984-11-20", "YILDIZ", "IŞIL", true)]
    [Case("VR-7", "1984-11", "Nowak", "Ewa", "1984-11-02", "Nowak", "Ewa", true)]
    [Case("VR-7", "1984", "Nowak", "Ewa", "1984-11-02", "Nowak", "Ewa", false)]
    [Case("VR-7", "1984-11", "Nowak", "Ewa", "1984-11", "Kowalska", "Anna", false)]
    [Case("VR-7", null, "Nowak", "Ewa", "1984-11-02", "Nowak", "Ewa", false)]
    [Case("VR-7", "1984-11-02", "Nowak", "Ewa", null, "Nowak", "Ewa", false)]
    public void Worked_cases(string id, string? birthDate, string? family, string? given, string? pdsBirthDate, string? pdsFamily, string? pdsGiven, bool expected)
    {
        Assert.NotEmpty(id);
        Assert.Equal(expected, IsVerified(birthDate, family, given, pdsBirthDate, pdsFamily, pdsGiven));
    }

    [Property]
    public bool Equal_birth_dates_verify_whatever_the_names(DateTime date, string? family, string? given, string? otherFamily, string? otherGiven) =>
        IsVerified(Text(date), WithoutSurrogates(family), WithoutSurrogates(given), Text(date), WithoutSurrogates(otherFamily), WithoutSurrogates(otherGiven));

    [Property]
    public bool The_rule_is_symmetric(DateTime first, DateTime second, string? family, string? given, string? otherFamily, string? otherGiven) =>
        IsVerified(Text(first), WithoutSurrogates(family), WithoutSurrogates(given), Text(second), WithoutSurrogates(otherFamily), WithoutSurrogates(otherGiven))
        == IsVerified(Text(second), WithoutSurrogates(otherFamily), WithoutSurrogates(otherGiven), Text(first), WithoutSurrogates(family), WithoutSurrogates(given));

    [Property]
    public bool Dates_that_share_fewer_than_two_parts_never_verify(DateTime first, DateTime second, string name)
    {
        var equal = (first.Year == second.Year ? 1 : 0) + (first.Month == second.Month ? 1 : 0) + (first.Day == second.Day ? 1 : 0);
        return equal > 1 || !IsVerified(Text(first), WithoutSurrogates(name), WithoutSurrogates(name), Text(second), WithoutSurrogates(name), WithoutSurrogates(name));
    }

    [Property]
    public bool Composing_a_name_makes_no_difference(string? family, string? given) =>
        IsVerified("1984-11-02", Marked(family), Marked(given), "1984-11-20", ComposedLetters.Compose(Marked(family)), ComposedLetters.Compose(Marked(given)));

    [Fact]
    [Requirement("VR-9")]
    public void A_letter_equals_its_capital_and_its_decomposed_form()
    {
        for (var code = 0x80; code < 0x2000; code++)
        {
            Rune letter = new(code);
            Rune[] parts = [.. ComposedLetters.Decompose(letter)];
            Assert.Equal(letter.ToString(), ComposedLetters.Compose(string.Concat(parts)));
            Assert.All(parts.Skip(1), part => Assert.True(ComposedLetters.IsMark(part)));
            Assert.Equal(NameForm.Letters($"{letter}"), NameForm.Letters($"{Rune.ToUpperInvariant(letter)}"));
            Assert.Equal(NameForm.Letters($"{letter}"), NameForm.Letters(string.Concat(parts)));
        }
    }

    /// <summary>A name whose letters have combining marks.</summary>
    private static string Marked(string? text) => "E\u0301" + string.Concat((WithoutSurrogates(text) ?? "").Where(char.IsLetter).Select(letter => $"{letter}\u0301\u0323"));

    private static bool IsVerified(string? birthDate, string? family, string? given, string? pdsBirthDate, string? pdsFamily, string? pdsGiven) =>
        VerificationRule.IsVerified(
            new VerifiableDemographics(birthDate, family, given),
            new PdsRecord { NhsNumber = "", BirthDate = pdsBirthDate, Family = pdsFamily, Given = pdsGiven is null ? [] : [pdsGiven] });

    private static string Text(DateTime date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>FHIR text holds no lone surrogates, because the reader ensures that.</summary>
    private static string? WithoutSurrogates(string? text) => text is null ? null : string.Concat(text.Where(character => !char.IsSurrogate(character)));
}
