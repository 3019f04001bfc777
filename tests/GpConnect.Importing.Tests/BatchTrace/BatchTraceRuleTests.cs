using GpConnect.Importing.BatchTrace;
using GpConnect.Testing;
using GpConnect.Testing.BatchTrace;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.BatchTrace;

/// <summary>The effect of each result on the record: the table of spine-clients.md §3.3, row by row.</summary>
[Collection(ConsoleTests.Name)]
public sealed class BatchTraceRuleTests
{
    private const string OtherNumber = "9000000009";

    [Theory]
    [MeshAndMptCase("BT-1", "00", "1", "", "01")]
    [MeshAndMptCase("BT-1", "00", "1", "one part of the birth date", "01")]
    [MeshAndMptCase("BT-2", "00", "1", "death", "02 look")]
    [MeshAndMptCase("BT-2", "00", "1", "sensitive", "02 sensitive look")]
    [MeshAndMptCase("BT-2", "00", "1", "demographics", "02 look")]
    [MeshAndMptCase("BT-2", "00", "1", "no birth date", "02 look")]
    [MeshAndMptCase("BT-1", "00", "1", "flag N", "01")]
    [MeshAndMptCase("BT-1", "00", "1", "flag blank", "01")]
    [MeshAndMptCase("BT-2", "00", "1", "flag S", "02 sensitive look")]
    [MeshAndMptCase("BT-2", "00", "1", "flag Y", "02 sensitive look")]
    [MeshAndMptCase("BT-9", "00", "1", "flag I", "05 look")]
    [MeshAndMptCase("BT-9", "00", "3", "flag I", "05 look")]
    [MeshAndMptCase("BT-9", "00", "1", "flag n", "02 look")]
    [MeshAndMptCase("BT-9", "00", "1", "flag X", "02 look")]
    [MeshAndMptCase("BT-9", "00", "3", "flag 0", "02 look")]
    [MeshAndMptCase("BT-3", "00", "2", "flag N", "01")]
    [MeshAndMptCase("BT-4", "91", "1", "flag N", "05 look")]
    [MeshAndMptCase("BT-5", "92", "1", "flag N", "02 sensitive look")]
    [MeshAndMptCase("BT-6", "98", "0", "flag N", "04")]
    [MeshAndMptCase("BT-2 TX-6", "00", "1", "a name that cannot be served", "02 look")]
    [MeshAndMptCase("BT-4", "00", "1", "number", "05 look")]
    [MeshAndMptCase("BT-3", "00", "2", "", "01")]
    [MeshAndMptCase("BT-3", "00", "3", "", "01")]
    [MeshAndMptCase("BT-3", "00", "4", "", "01")]
    [MeshAndMptCase("BT-3", "00", "2", "death", "05 look")]
    [MeshAndMptCase("BT-3", "00", "3", "sensitive", "05 sensitive look")]
    [MeshAndMptCase("BT-3", "00", "4", "demographics", "05 look")]
    [MeshAndMptCase("BT-3", "00", "4", "number", "05 look")]
    [MeshAndMptCase("BT-4", "90", "1", "", "05 look")]
    [MeshAndMptCase("BT-4", "90", "1", "number", "05 look")]
    [MeshAndMptCase("BT-4", "91", "1", "", "05 look")]
    [MeshAndMptCase("BT-5", "92", "1", "", "02 sensitive look")]
    [MeshAndMptCase("BT-6", "96", "0", "nobody", "04")]
    [MeshAndMptCase("BT-6", "97", "0", "several", "04")]
    [MeshAndMptCase("BT-6", "98", "0", "nobody", "04")]
    [MeshAndMptCase("BT-6", "00", "0", "nobody", "04")]
    [MeshAndMptCase("BT-6", "00", "4", "several", "04")]
    [MeshAndMptCase("BT-7", "01", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "02", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "03", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "04", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "05", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "06", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "07", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "08", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "09", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "10", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "11", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "12", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "13", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "14", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "15", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "16", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "17", "0", "nobody", "02 look")]
    [MeshAndMptCase("BT-7", "77", "1", "", "02 look")]
    [MeshAndMptCase("BT-7", "", "1", "", "02 look")]
    [MeshAndMptCase("BT-7", "00", "", "", "02 look")]
    [MeshAndMptCase("BT-7", "00", "0", "", "02 look")]
    [MeshAndMptCase("BT-8", "00", "1", "requested", "02 look")]
    [Case("BT-1", BatchTraceProfile.DbsCsv, "30", "", "", "01")]
    [Case("BT-2", BatchTraceProfile.DbsCsv, "30", "", "death", "02 look")]
    [Case("BT-2", BatchTraceProfile.DbsCsv, "30", "", "no birth date", "02 look")]
    [Case("BT-2", BatchTraceProfile.DbsCsv, "30", "", "partial birth date", "02 look")]
    [Case("BT-4", BatchTraceProfile.DbsCsv, "30", "", "number", "05 look")]
    [Case("BT-3", BatchTraceProfile.DbsCsv, "20", "", "", "01")]
    [Case("BT-3", BatchTraceProfile.DbsCsv, "20", "", "demographics", "05 look")]
    [Case("BT-3", BatchTraceProfile.DbsCsv, "20", "", "number", "05 look")]
    [Case("BT-4", BatchTraceProfile.DbsCsv, "33", "", "", "05 look")]
    [Case("BT-4", BatchTraceProfile.DbsCsv, "40", "", "number", "05 look")]
    [Case("BT-6", BatchTraceProfile.DbsCsv, "21", "", "nobody", "04")]
    [Case("BT-6", BatchTraceProfile.DbsCsv, "22", "", "nobody", "04")]
    [Case("BT-6", BatchTraceProfile.DbsCsv, "31", "", "nobody", "04")]
    [Case("BT-6", BatchTraceProfile.DbsCsv, "32", "", "nobody", "04")]
    [Case("BT-7", BatchTraceProfile.DbsCsv, "00", "", "", "02 look")]
    public async Task A_result_changes_the_record_as_the_table_says(string id, string profile, string code, string algorithm, string change, string expected)
    {
        Assert.NotEmpty(id);
        using var harness = await BatchTraceHarness.NewAsync();
        var reference = (await harness.RequestAsync())[BatchTraceHarness.Subject];
        var row = await harness.RowAsync(BatchTraceHarness.Subject, reference) with { Code = code, Algorithm = algorithm };

        var outcome = await harness.ImportAsync(profile, new ResponseFile(profile).Write(Changed(row, change)));

        var needsReview = outcome.Output.Contains($"look at: {reference} Patient/{BatchTraceHarness.Subject}: ", StringComparison.Ordinal);
        Assert.Equal(expected, await harness.StateAsync(BatchTraceHarness.Subject) + (needsReview ? " look" : ""));
        Assert.Equal(needsReview ? 1 : 0, outcome.Code);
        Assert.Contains($"1 row, {(expected is "02 look" ? "0 records" : "1 record")} changed, {(needsReview ? 1 : 0)} to look at", outcome.Output, StringComparison.Ordinal);
        Assert.Equal([BatchTraceHarness.Subject], await harness.Harness.FindAsync(SampleData.Ods, SampleData.NhsNumbers[BatchTraceHarness.Subject]));
    }

    private static ResponseRow Changed(ResponseRow row, string change) => change switch
    {
        "one part of the birth date" => row with { BirthDate = row.BirthDate[..6] + "28", Given = row.Given[..1] },
        "a name that cannot be served" => row with { BirthDate = row.BirthDate[..6] + "28", Given = row.Given[..1] + '\ufffe' },
        "death" => row with { DeathDate = "2026" },
        "sensitive" => row with { Sensitivity = "S" },
        ['f', 'l', 'a', 'g', ' ', .. var flag] => row with { Sensitivity = flag == "blank" ? " " : flag },
        "demographics" => row with { BirthDate = "19010101", Family = "OTHER" },
        "no birth date" => row with { BirthDate = "" },
        "partial birth date" => row with { BirthDate = row.BirthDate[..4] + "0000" },
        "number" => row with { Matched = OtherNumber },
        "nobody" => row with { Matched = "0000000000", BirthDate = "", Family = "", Given = "" },
        "several" => row with { Matched = "9999999999" },
        "requested" => row with { Requested = OtherNumber },
        _ => row,
    };
}
