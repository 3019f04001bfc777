namespace GpConnect.Foundations.Pds;

/// <summary>The demographics that are compared with PDS to verify an NHS number.</summary>
/// <param name="BirthDate">Full or partial FHIR date.</param>
/// <param name="Given">The first given name.</param>
internal sealed record VerifiableDemographics(string? BirthDate, string? Family, string? Given);

/// <summary>
/// Decides whether a number that exists on PDS is verified for a set of demographics (sds-and-pds.md §4). It is if the birth dates
/// are equal, or if two of their three parts are equal and the names begin with the same letters.
/// </summary>
internal static class VerificationRule
{
    private const int FamilyLetters = 3;
    private const int GivenLetters = 1;

    public static bool IsVerified(VerifiableDemographics local, PdsRecord pds)
    {
        var parts = EqualParts(local.BirthDate, pds.BirthDate);
        if (parts == 3)
        {
            return true;
        }

        return parts == 2
            && BeginAlike(local.Family, pds.Family, FamilyLetters)
            && BeginAlike(local.Given, pds.Given.Count > 0 ? pds.Given[0] : null, GivenLetters);
    }

    /// <summary>How many of year, month and day are equal; a part that is missing on either side is not.</summary>
    private static int EqualParts(string? left, string? right)
    {
        if (left is null || right is null)
        {
            return 0;
        }

        return left.Split('-').Zip(right.Split('-')).Count(pair => pair.First == pair.Second);
    }

    /// <summary>Compares the first letters; a shorter name must be equal in full.</summary>
    private static bool BeginAlike(string? left, string? right, int letters)
    {
        var (first, second) = (NameForm.Letters(left).Take(letters), NameForm.Letters(right).Take(letters));
        return first.Any() && first.SequenceEqual(second);
    }
}
