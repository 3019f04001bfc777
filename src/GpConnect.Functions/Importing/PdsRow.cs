using System.Globalization;
using CsvHelper;
using GpConnect.Fhir;
using GpConnect.Functions.Demographics;

namespace GpConnect.Functions.Importing;

/// <summary>One PDS record in the layout of sds-and-pds.md §5; GENDER, PHONE and EMAIL are columns of ours and may be absent.</summary>
internal static class PdsRow
{
    public static readonly string[] Required = ["NHS_NUMBER", "DATE_OF_BIRTH", "DATE_OF_DEATH", "FAMILY_NAME", "GIVEN_NAME", "SENSITIVE_FLAG"];

    public static readonly string[] Columns =
    [
        .. Required, "OTHER_GIVEN_NAME", "TITLE", "ADDR1", "ADDR2", "ADDR3", "ADDR4", "ADDR5", "POST_CODE", "PRIMARY_CARE_CODE", "GENDER", "PHONE", "EMAIL",
    ];

    private static readonly string[] Lines = ["ADDR1", "ADDR2", "ADDR3"];

    private static readonly string[] Genders = ["male", "female", "other", "unknown"];

    /// <returns>The record, or why the row is not one; never with a value of it.</returns>
    public static (PdsRecord? Record, string? Fault) Read(CsvReader csv)
    {
        // A quotation mark that nothing closes swallows the lines below it.
        if (!csv.Parser.Record!.All(FhirText.IsOneLine))
        {
            return (null, "a field holds a control character");
        }

        if (!csv.Parser.Record!.All(PdsText.IsServable))
        {
            return (null, $"a field holds a character that FHIR or XML does not allow, or more than {PdsText.Longest} characters");
        }

        if (Text(csv, "NHS_NUMBER") is not { } number || !NhsNumber.IsValid(number))
        {
            return (null, "NHS_NUMBER is not ten digits with a valid check digit");
        }

        if (!TryDate(csv, "DATE_OF_BIRTH", out var birth) || !TryDate(csv, "DATE_OF_DEATH", out var death))
        {
            return (null, "a date is not dd/mm/yyyy");
        }

        if (Text(csv, "SENSITIVE_FLAG") is not (null or "S"))
        {
            return (null, "SENSITIVE_FLAG is not S or blank");
        }

        return Text(csv, "GENDER") is { } gender && !Genders.Contains(gender)
            ? (null, "GENDER is not male, female, other or unknown")
            : (Record(csv, number, birth, death), null);
    }

    private static PdsRecord Record(CsvReader csv, string number, string? birth, string? death) => new()
    {
        NhsNumber = number,
        BirthDate = birth,
        DeathDate = death,
        Family = Text(csv, "FAMILY_NAME"),
        Given = [.. Given(csv)],
        Prefix = Text(csv, "TITLE") is { } title ? [title] : [],
        IsSensitive = Text(csv, "SENSITIVE_FLAG") == "S",
        Gender = Text(csv, "GENDER"),
        Address = Address(csv),
        Phone = Text(csv, "PHONE"),
        Email = Text(csv, "EMAIL"),
        RegisteredPracticeOds = Text(csv, "PRIMARY_CARE_CODE"),
    };

    /// <summary>ADDR1 to 3 are house, street and locality, ADDR4 is the town and ADDR5 the county.</summary>
    private static PdsAddress? Address(CsvReader csv)
    {
        string[] lines = [.. Lines.Select(name => Text(csv, name)).OfType<string>()];
        var (town, county, code) = (Text(csv, "ADDR4"), Text(csv, "ADDR5"), Text(csv, "POST_CODE"));
        return lines.Length == 0 && town is null && county is null && code is null ? null : new PdsAddress(lines, town, county, code);
    }

    /// <summary>OTHER_GIVEN_NAME may hold several names, GIVEN_NAME holds one even if there is a blank in it.</summary>
    private static IEnumerable<string> Given(CsvReader csv) =>
        new[] { Text(csv, "GIVEN_NAME") }.OfType<string>()
            .Concat(Text(csv, "OTHER_GIVEN_NAME")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);

    private static bool TryDate(CsvReader csv, string column, out string? date)
    {
        date = null;
        if (Text(csv, column) is not { } text)
        {
            return true;
        }

        if (!DateOnly.TryParseExact(text, "dd/MM/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
        {
            return false;
        }

        date = parsed.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return true;
    }

    private static string? Text(CsvReader csv, string column) =>
        csv.TryGetField<string>(column, out var text) ? FhirText.Of(text) : null;
}
