namespace GpConnect.Foundations.Pds;

/// <summary>The structure of an NHS number (register-patient.md §4).</summary>
internal static class NhsNumber
{
    public const int Length = 10;

    /// <summary>Exactly ten digits, the last of which is the modulus-11 check digit; no spaces or dashes.</summary>
    public static bool IsValid(ReadOnlySpan<char> number)
    {
        if (number.Length != Length || number.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var sum = 0;
        for (var index = 0; index < Length - 1; index++)
        {
            sum += (Length - index) * (number[index] - '0');
        }

        var check = (11 - sum % 11) % 11;
        return check == number[^1] - '0';
    }
}
