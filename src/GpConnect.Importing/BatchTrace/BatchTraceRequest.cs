using System.Globalization;
using CsvHelper;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;

namespace GpConnect.Importing.BatchTrace;

/// <summary>
/// The request of a batch trace (spine-clients.md §3.1). For each person it holds only what a cross check needs: the reference, the NHS
/// number and the birth date.
/// </summary>
internal sealed class BatchTraceRequest(string profile, BatchTraceReferences references)
{
    private const string RegistrationDate = "GP_REGISTRATION_DATE";

    private static readonly string[] Columns =
    [
        "UNIQUE REFERENCE", "NHS_NO", "FAMILY_NAME", "GIVEN_NAME", "OTHER_GIVEN_NAME", "GENDER", "DATE_OF_BIRTH", "POSTCODE", "DATE_OF_DEATH",
        "ADDRESS_LINE1", "ADDRESS_LINE2", "ADDRESS_LINE3", "ADDRESS_LINE4", "ADDRESS_LINE5", "ADDRESS_DATE", "GP_PRACTICE_CODE", RegistrationDate,
        "NHAIS_POSTING_ID", "AS_AT_DATE", "LOCAL_PATIENT_ID", "INTERNAL_ID", "TELEPHONE_NUMBER", "MOBILE_NUMBER", "EMAIL_ADDRESS",
    ];

    private readonly List<Row> rows = [];

    /// <summary>The file name without extension, which the control record repeats.</summary>
    public string Name => $"MPTREQ_{references.Time}";

    public int Count => rows.Count;

    /// <returns>Whether the record was added; without a full birth date there is nothing to check the number against.</returns>
    public bool Add(StoredRecord record)
    {
        var patient = PatientProfile.Parse(record);
        if (!DateOnly.TryParseExact(patient.BirthDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birthDate))
        {
            return false;
        }

        rows.Add(new Row(references.Of(record.Key.Id), PatientProfile.NhsNumber(patient), birthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture)));
        return true;
    }

    public async Task WriteAsync(TextWriter target)
    {
        await using var csv = new CsvWriter(target, CultureInfo.InvariantCulture, leaveOpen: true);
        var columns = profile == BatchTraceProfile.Mpt ? Columns.Where(column => column != RegistrationDate).ToArray() : Columns;
        await WriteAsync(csv, profile == BatchTraceProfile.Mpt ? [Name, BatchTraceProfile.RequestWorkflow, references.Time, Count.ToString(CultureInfo.InvariantCulture)] : columns);
        foreach (var row in rows)
        {
            await WriteAsync(csv, columns.Select(row.Field));
        }
    }

    private static async Task WriteAsync(CsvWriter csv, IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }

        await csv.NextRecordAsync();
    }

    private sealed record Row(string Reference, string NhsNumber, string BirthDate)
    {
        public string Field(string column) => column switch
        {
            "UNIQUE REFERENCE" => Reference,
            "NHS_NO" => NhsNumber,
            "DATE_OF_BIRTH" => BirthDate,
            _ => "",
        };
    }
}
