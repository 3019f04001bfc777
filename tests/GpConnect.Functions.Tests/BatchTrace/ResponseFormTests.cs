using System.Text;
using GpConnect.Functions.Importing.BatchTrace;
using GpConnect.Functions.Tests.Commands;
using GpConnect.Functions.Tests.EndToEnd;
using GpConnect.Functions.Tests.Requirements;

namespace GpConnect.Functions.Tests.BatchTrace;

/// <summary>The forms that a response file may have, and those that are refused before anything is changed.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ResponseFormTests : IAsyncLifetime
{
    private TraceBench bench = null!;
    private ResponseRow row = null!;

    public async Task InitializeAsync()
    {
        bench = await TraceBench.NewAsync();
        row = await bench.RowAsync(TraceBench.Subject, (await bench.RequestAsync())[TraceBench.Subject]);
    }

    public Task DisposeAsync()
    {
        bench.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [Case("BT-10", TraceProfile.PdsMesh, "CRLF")]
    [Case("BT-10", TraceProfile.PdsMesh, "LF")]
    [Case("BT-10", TraceProfile.PdsMesh, "BOM")]
    [Case("BT-10", TraceProfile.PdsMesh, "columns in another order")]
    [Case("BT-10", TraceProfile.PdsMesh, "other spellings and more columns")]
    [Case("BT-10", TraceProfile.Mpt, "LF")]
    [Case("BT-10", TraceProfile.Mpt, "BOM")]
    [Case("BT-10", TraceProfile.Mpt, "names after the control record")]
    [Case("BT-10", TraceProfile.DbsCsv, "LF")]
    [Case("BT-10", TraceProfile.DbsCsv, "BOM")]
    [Case("BT-10", TraceProfile.DbsCsv, "no more than 56 columns")]
    public async Task A_form_is_understood(string id, string profile, string form)
    {
        Assert.NotEmpty(id);
        var file = new ResponseFile(profile);
        file = form switch
        {
            "LF" => file with { NewLine = "\n" },
            "columns in another order" => file with { Columns = [.. file.Columns.Reverse()] },
            "names after the control record" => file with { HasNames = true, Columns = [.. file.Columns.Reverse()] },
            "other spellings and more columns" => file with { Columns = ["NEW", .. file.Columns.Select(Respelt), "NEWER"] },
            "no more than 56 columns" => file with { DbsWidth = 56 },
            _ => file,
        };
        var content = file.Write(row with { Code = profile == TraceProfile.DbsCsv ? "30" : "00" });

        var outcome = await bench.ImportAsync(profile, (form == "BOM" ? "\uFEFF" : "") + content);

        Assert.Equal((0, "01"), (outcome.Code, await bench.StateAsync(TraceBench.Subject)));
    }

    [Theory]
    [Case("BT-11", "REQ_NHS_NUMBER")]
    [Case("BT-11", "MATCHED_NHS_NO")]
    [Case("BT-11", "MATCHED_ALGORITHM_INDICATOR")]
    [Case("BT-11", "ERROR/SUCCESS_CODE")]
    [Case("BT-11", "UNIQUE REFERENCE")]
    [Case("BT-11", "DATE_OF_BIRTH")]
    [Case("BT-11", "DATE_OF_DEATH")]
    [Case("BT-11", "FAMILY_NAME")]
    [Case("BT-11", "GIVEN_NAME")]
    [Case("BT-11", "SENSITIVITY_FLAG")]
    public async Task A_file_that_lacks_a_needed_column_or_has_it_twice_is_refused(string id, string column)
    {
        Assert.NotEmpty(id);
        var file = new ResponseFile(TraceProfile.PdsMesh);

        await RefusesAsync(TraceProfile.PdsMesh, Bytes((file with { Columns = [.. file.Columns.Where(name => name != column)] }).Write(row)), "a column that is needed is missing");
        await RefusesAsync(TraceProfile.PdsMesh, Bytes((file with { Columns = [.. file.Columns, column] }).Write(row)), "a column that is needed is missing");
    }

    [Theory]
    [Case("BT-11", TraceProfile.Mpt, "too few rows", "another number of rows")]
    [Case("BT-11", TraceProfile.Mpt, "too many rows", "another number of rows")]
    [Case("BT-11", TraceProfile.Mpt, "no number of rows", "not the control record")]
    [Case("BT-11", TraceProfile.Mpt, "another workflow", "not the control record")]
    [Case("BT-11", TraceProfile.Mpt, "code 04", "another code than 00")]
    [Case("BT-11", TraceProfile.Mpt, "the other profile", "not the control record")]
    [Case("BT-11", TraceProfile.PdsMesh, "the other profile", "a column that is needed is missing")]
    [Case("BT-11", TraceProfile.Mpt, "a row that is cut off", "another number of columns")]
    [Case("BT-11", TraceProfile.PdsMesh, "a row that is cut off", "another number of columns")]
    [Case("BT-11", TraceProfile.DbsCsv, "fewer than 56 columns", "another number of columns")]
    [Case("BT-11", TraceProfile.PdsMesh, "nothing", "a column that is needed is missing")]
    [Case("BT-11", TraceProfile.Mpt, "nothing", "not the control record")]
    [Case("BT-11", TraceProfile.DbsCsv, "nothing", "it holds no rows")]
    [Case("BT-11", TraceProfile.PdsMesh, "no rows", "it holds no rows")]
    [Case("BT-11", TraceProfile.DbsCsv, "no rows", "it holds no rows")]
    [Case("BT-11", TraceProfile.PdsMesh, "Latin-1", "not CSV in UTF-8")]
    [Case("BT-11", TraceProfile.PdsMesh, "a quote out of place", "not CSV in UTF-8")]
    [Case("BT-11", TraceProfile.PdsMesh, "a quote that does not end", "")]
    [Case("BT-11", TraceProfile.PdsMesh, "binary", "")]
    public async Task A_file_with_a_fault_is_refused_whole(string id, string profile, string fault, string reason)
    {
        Assert.NotEmpty(id);
        var file = new ResponseFile(profile);
        var good = file.Write(row, row with { Reference = "other" });
        var content = fault switch
        {
            "too few rows" => (file with { Count = "3" }).Write(row, row),
            "too many rows" => (file with { Count = "1" }).Write(row, row),
            "no number of rows" => (file with { Count = "many" }).Write(row),
            "another workflow" => good.Replace("SPINE_MPTPHASE4_TRACE", "SPINE_OTHER", StringComparison.Ordinal),
            "code 04" => (file with { ControlCode = "04" }).Write(row),
            "the other profile" => new ResponseFile(profile == TraceProfile.Mpt ? TraceProfile.PdsMesh : TraceProfile.Mpt).Write(row),
            "a row that is cut off" => good[..^20] + "\r\n",
            "fewer than 56 columns" => (file with { DbsWidth = 55 }).Write(row),
            "nothing" => "",
            "no rows" => file.Write(),
            "a quote out of place" => good.Replace(",100.00", ",10\"0.00", StringComparison.Ordinal),
            "a quote that does not end" => good.Replace(",100.00", ",\"100.00", StringComparison.Ordinal),
            "binary" => "\0\u0001\u0002" + good,
            _ => good,
        };

        await RefusesAsync(profile, fault == "Latin-1" ? Encoding.Latin1.GetBytes(content) : Bytes(content), reason);
    }

    [Fact]
    [Requirement("BT-12")]
    public async Task The_columns_of_DBS_can_be_named_by_position()
    {
        var content = new ResponseFile(TraceProfile.DbsCsv).Write(row with { Code = "30", Sensitivity = "S" });

        var outcome = await bench.ImportAsync(TraceProfile.DbsCsv, content, "--column", "SENSITIVITY_FLAG=57", "--column", "FAMILY_NAME=35");

        Assert.Equal((1, "02 sensitive"), (outcome.Code, await bench.StateAsync(TraceBench.Subject)));
    }

    [Theory]
    [Case("BT-12", TraceProfile.DbsCsv, "SENSITIVITY_FLAG")]
    [Case("BT-12", TraceProfile.DbsCsv, "SENSITIVITY_FLAG=-1")]
    [Case("BT-12", TraceProfile.DbsCsv, "NONSENSE=1")]
    [Case("BT-12", TraceProfile.PdsMesh, "SENSITIVITY_FLAG=57")]
    public async Task A_position_that_is_none_is_wrong(string id, string profile, string column)
    {
        Assert.NotEmpty(id);
        Assert.Equal(2, (await bench.ImportAsync(profile, new ResponseFile(profile).Write(row), "--column", column)).Code);
    }

    [Fact]
    [Requirement("BT-13")]
    public async Task A_request_may_be_thirty_days_old_and_not_older()
    {
        var old = row with { Reference = bench.Reference(TraceBench.Subject, 31) };
        await RefusesAsync(TraceProfile.PdsMesh, Bytes(new ResponseFile(TraceProfile.PdsMesh).Write(old)), "more than 30 days old");
        var young = row with { Reference = bench.Reference(TraceBench.Subject, 29) };

        Assert.Equal(0, (await bench.ImportAsync(TraceProfile.PdsMesh, new ResponseFile(TraceProfile.PdsMesh).Write(young))).Code);
        Assert.Equal(0, (await bench.ImportAsync(TraceProfile.PdsMesh, new ResponseFile(TraceProfile.PdsMesh).Write(old), "--maximum-days", "60")).Code);
        var verified = (await bench.ReadAsync(TraceBench.Subject)).Envelope.Verified!;
        Assert.Equal((2, "batch trace pds-mesh"), (((await bench.ReadAsync(TraceBench.Subject)).Envelope.Version), verified.Source));
        Assert.InRange((TimeProvider.System.GetUtcNow() - verified.At).TotalDays, 28.9, 29.1);
    }

    [Theory]
    [Case("BT-14", "another practice")]
    [Case("BT-14", "somebody else's references")]
    [Case("BT-14", "a letter changed")]
    public async Task A_file_that_answers_no_request_of_the_practice_is_refused(string id, string what)
    {
        Assert.NotEmpty(id);
        var content = new ResponseFile(TraceProfile.PdsMesh).Write(row with
        {
            Reference = what switch
            {
                "somebody else's references" => row.Number,
                "a letter changed" => row.Reference[..^1] + (row.Reference[^1] == 'A' ? 'B' : 'A'),
                _ => row.Reference,
            },
        });
        string[] practice = what == "another practice" ? ["--practice", SampleData.OtherOds] : [];

        var file = bench.Bench.Write("response.csv", content);
        var outcome = await bench.Bench.RunAsync(["import", "dbs", file, "--profile", "pds-mesh", .. practice.Length > 0 ? practice : ["--practice", SampleData.Ods]]);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("it answers no request that was made here", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(row.Number, outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.Equal("02", await bench.StateAsync(TraceBench.Subject));
    }

    private static byte[] Bytes(string content) => Encoding.UTF8.GetBytes(content);

    private static string Respelt(string column) => column switch
    {
        "REQ_NHS_NUMBER" => "REQ_NHS_NO",
        "ERROR/SUCCESS_CODE" => "ERROR_SUCCESS_CODE",
        _ => column,
    };

    private async Task RefusesAsync(string profile, byte[] content, string reason)
    {
        var before = bench.Bench.Audit().Count;

        var outcome = await bench.ImportAsync(profile, content);

        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith("The file is refused: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Single(outcome.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal("02", await bench.StateAsync(TraceBench.Subject));
        Assert.Equal(before, bench.Bench.Audit().Count);
    }
}
