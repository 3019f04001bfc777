using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using GpConnect.Foundations.Pds;
using GpConnect.Testing.Requirements;

namespace GpConnect.Foundations.Tests.Terminology;

public class NhsNumberTests
{
    [Property]
    [Requirement("VR-8")]
    public bool Of_ten_numbers_that_differ_in_the_check_digit_at_most_one_is_valid(uint seed)
    {
        var digits = (seed % 1_000_000_000).ToString("D9", System.Globalization.CultureInfo.InvariantCulture);
        var valid = Enumerable.Range(0, 10).Where(check => NhsNumber.IsValid($"{digits}{check}")).ToList();

        return CheckDigit(digits) is { } expected ? valid is [var only] && only == expected : valid.Count == 0;
    }

    [Property]
    public bool A_change_of_one_digit_makes_a_valid_number_invalid(uint seed, byte position, byte change)
    {
        var number = Valid(seed).ToCharArray();
        var index = position % 10;
        number[index] = (char)('0' + (number[index] - '0' + 1 + change % 9) % 10);

        return !NhsNumber.IsValid(number);
    }

    [Property]
    public bool A_swap_of_two_adjacent_digits_makes_a_valid_number_invalid(uint seed, byte position)
    {
        var number = Valid(seed).ToCharArray();
        var index = position % 9;
        (number[index], number[index + 1]) = (number[index + 1], number[index]);

        return number[index] == number[index + 1] || !NhsNumber.IsValid(number);
    }

    [Property]
    public bool A_number_of_another_length_is_invalid(uint seed, byte length)
    {
        var number = string.Concat(Enumerable.Repeat(Valid(seed), 3))[..(length % 30)];

        return number.Length == 10 || !NhsNumber.IsValid(number);
    }

    [Property]
    public Property A_number_with_a_separator_or_a_foreign_digit_is_invalid(uint seed, byte position) =>
        Prop.ForAll(Gen.Elements(' ', '-', '.', '\u00a0', '\u200b', 'O', 'l', '\u0661', '\uff11', '+').ToArbitrary(), odd =>
        {
            var number = Valid(seed);
            var index = position % 10;
            return !NhsNumber.IsValid(number.Insert(index, odd.ToString())) && !NhsNumber.IsValid(number.Remove(index, 1).Insert(index, odd.ToString()));
        });

    [Fact]
    [Requirement("VR-8")]
    public void A_check_digit_of_zero_and_leading_zeros_are_valid()
    {
        Assert.True(NhsNumber.IsValid("0123456789"));
        Assert.True(NhsNumber.IsValid("0000000000"));
        Assert.True(NhsNumber.IsValid("9000000009"));
        Assert.True(NhsNumber.IsValid("9658220290"));
        Assert.False(NhsNumber.IsValid("9000000008"));
        Assert.False(NhsNumber.IsValid(""));
        Assert.False(NhsNumber.IsValid("          "));
    }

    /// <summary>The digit that makes the weighted sum of all ten digits divisible by eleven, by trying each; null when none does.</summary>
    private static int? CheckDigit(string digits)
    {
        var sum = digits.Select((digit, index) => (10 - index) * (digit - '0')).Sum();
        return Enumerable.Range(0, 10).Where(check => (sum + check) % 11 == 0).Select(check => (int?)check).SingleOrDefault();
    }

    private static string Valid(uint seed)
    {
        for (var number = seed % 1_000_000_000; ; number = (number + 1) % 1_000_000_000)
        {
            var digits = number.ToString("D9", System.Globalization.CultureInfo.InvariantCulture);
            if (CheckDigit(digits) is { } check)
            {
                return $"{digits}{check}";
            }
        }
    }
}
