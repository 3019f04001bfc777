using CsvHelper;
using GpConnect.Foundations.Pds;

namespace GpConnect.Importing.Records;

/// <summary>A row of flags, which marks a number as superseded, invalid or neither.</summary>
internal static class PdsFlag
{
    public static readonly string[] Required = ["NHS_NUMBER", "FLAG"];

    public static readonly string[] Columns = [.. Required, "SUPERSEDED_BY"];

    private static readonly string[] Known = ["", "invalid", "superseded"];

    /// <summary>Why the row is refused, without any value of it; empty when it is valid.</summary>
    public static IReadOnlyList<ImportError> Errors(CsvReader csv)
    {
        const string NotNumber = "is not ten digits with a valid check digit";
        var errors = new List<ImportError>(0);
        if (!NhsNumber.IsValid(csv.GetField("NHS_NUMBER")))
        {
            errors.Add(CsvPlace.Error(csv, "NHS_NUMBER", NotNumber));
        }

        if (Survivor(csv) is { } survivor && !NhsNumber.IsValid(survivor))
        {
            errors.Add(CsvPlace.Error(csv, "SUPERSEDED_BY", NotNumber));
        }

        if (!Known.Contains(csv.GetField("FLAG")))
        {
            errors.Add(CsvPlace.Error(csv, "FLAG", "is not superseded, invalid or blank"));
        }

        return errors;
    }

    /// <param name="csv">At a valid row.</param>
    public static PdsRecord Mark(CsvReader csv, PdsRecord held)
    {
        var flag = csv.GetField("FLAG");
        return held with
        {
            IsInvalid = flag == "invalid",
            IsSuperseded = flag == "superseded",
            SupersededBy = flag == "superseded" ? Survivor(csv) : null,
        };
    }

    private static string? Survivor(CsvReader csv) => csv.TryGetField<string>("SUPERSEDED_BY", out var survivor) && survivor?.Length > 0 ? survivor : null;
}
