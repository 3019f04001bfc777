using System.Globalization;
using CsvHelper;
using GpConnect.Fhir;
using GpConnect.Foundations.Pds;

namespace GpConnect.Importing.Records;

/// <summary>One PDS record in the layout of sds-and-pds.md §5; GENDER, PHONE and EMAIL are our own columns and may be absent.</summary>
internal static class PdsRow
{
    public static readonly string[] Required = ["NHS_NUMBER", "DATE_OF_BIRTH", "DATE_OF_DEATH", "FAMILY_NAME", "GIVEN_NAME", "SENSITIVE_FLAG"];

    public static readonly string[] Columns =
    [
        .. Required, "OTHER_GIVEN_NAME", "TITLE", "ADDR1", "ADDR2", "ADDR3", "ADDR4", "ADDR5", "POST_CODE", "PRIMARY_CARE_CODE", "GENDER", "PHONE", "EMAIL",
    ];

    private static readonly string[] Lines = ["ADDR1", "ADDR2", "ADDR3"];

    private static readonly string[] Genders = ["male", "female", "other", "unknown"];

    /// <summary>Why the row is not a record, without any value of it; empty when it is valid.</summary>
    public static IReadOnlyList<ImportError> Errors(CsvReader csv)
    {
        List<ImportError> errors = [.. csv.HeaderRecord!.Where((_, index) => index < csv.Parser.Count).Select(column => TextError(csv, column)).OfType<ImportError>()];
        if (errors.Count > 0)
        {
            // The other rules would only report the same fields again.
            return errors;
        }

        Check("NHS_NUMBER", Text(csv, "NHS_NUMBER") is { } number && NhsNumber.IsValid(number), "is not ten digits with a valid check digit");
        Check("DATE_OF_BIRTH", TryDate(csv, "DATE_OF_BIRTH", out _), "is not dd/mm/yyyy");
        Check("DATE_OF_DEATH", TryDate(csv, "DATE_OF_DEATH", out _), "is not dd/mm/yyyy");
        Check("SENSITIVE_FLAG", Text(csv, "SENSITIVE_FLAG") is null or "S", "is not S or blank");
        Check("GENDER", Text(csv, "GENDER") is not { } gender || Genders.Contains(gender), "is not male, female, other or unknown");
        return errors;

        void Check(string column, bool isRight, string reason)
        {
            if (!isRight)
            {
                errors.Add(CsvPlace.Error(csv, column, reason));
            }
        }
    }

    /// <param name="csv">At a valid row.</param>
    public static PdsRecord Read(CsvReader csv)
    {
        TryDate(csv, "DATE_OF_BIRTH", out var birth);
        TryDate(csv, "DATE_OF_DEATH", out var death);
        return new PdsRecord
        {
            NhsNumber = Text(csv, "NHS_NUMBER")!,
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
    }

    /// <summary>Refuses line breaks too: an unclosed quotation mark swallows the lines below it.</summary>
    private static ImportError? TextError(CsvReader csv, string column)
    {
        var text = csv.GetField(column) ?? "";
        return !FhirText.IsOneLine(text) ? CsvPlace.Error(csv, column, "holds a control character")
            : !PdsText.IsServable(text) ? CsvPlace.Error(csv, column, $"holds a character that FHIR or XML does not allow, or more than {PdsText.Longest} characters")
            : null;
    }

    /// <summary>ADDR1 to 3 are house, street and locality, ADDR4 is the town and ADDR5 the county.</summary>
    private static PdsAddress? Address(CsvReader csv)
    {
        string[] lines = [.. Lines.Select(name => Text(csv, name)).OfType<string>()];
        var (town, county, code) = (Text(csv, "ADDR4"), Text(csv, "ADDR5"), Text(csv, "POST_CODE"));
        return lines.Length == 0 && town is null && county is null && code is null ? null : new PdsAddress(lines, town, county, code);
    }

    /// <summary>OTHER_GIVEN_NAME may hold several names; GIVEN_NAME holds one, even if it contains a blank.</summary>
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
