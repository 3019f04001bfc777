using System.IO.Compression;
using System.Text;
using GpConnect.Importing.BatchTrace;
using GpConnect.Testing;
using GpConnect.Testing.BatchTrace;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.BatchTrace;

/// <summary>The forms that a response file may have, and those that are refused before anything is changed.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ResponseFormatTests : IAsyncLifetime
{
    private BatchTraceHarness harness = null!;
    private ResponseRow row = null!;

    public async Task InitializeAsync()
    {
        harness = await BatchTraceHarness.NewAsync();
        row = await harness.RowAsync(BatchTraceHarness.Subject, (await harness.RequestAsync())[BatchTraceHarness.Subject]);
    }

    public Task DisposeAsync()
    {
        harness.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [Case("BT-10", BatchTraceProfile.PdsMesh, "CRLF")]
    [Case("BT-10", BatchTraceProfile.PdsMesh, "LF")]
    [Case("BT-10", BatchTraceProfile.PdsMesh, "BOM")]
    [Case("BT-10", BatchTraceProfile.PdsMesh, "columns in another order")]
    [Case("BT-10", BatchTraceProfile.PdsMesh, "other spellings and more columns")]
    [Case("BT-15", BatchTraceProfile.PdsMesh, "control record, no names")]
    [Case("BT-15", BatchTraceProfile.PdsMesh, "control record, no names, BOM and a blank line")]
    [Case("BT-15", BatchTraceProfile.PdsMesh, "control record and names")]
    [Case("BT-15", BatchTraceProfile.PdsMesh, "no names")]
    [Case("BT-15", BatchTraceProfile.PdsMesh, "scores as of MPT")]
    [Case("BT-15", BatchTraceProfile.Mpt, "no scores")]
    [Case("BT-15", BatchTraceProfile.Mpt, "workflow of the request")]
    [Case("BT-19", BatchTraceProfile.PdsMesh, "gzip")]
    [Case("BT-19", BatchTraceProfile.DbsCsv, "gzip")]
    [Case("BT-10", BatchTraceProfile.Mpt, "LF")]
    [Case("BT-10", BatchTraceProfile.Mpt, "BOM")]
    [Case("BT-10", BatchTraceProfile.Mpt, "names after the control record")]
    [Case("BT-10", BatchTraceProfile.DbsCsv, "LF")]
    [Case("BT-10", BatchTraceProfile.DbsCsv, "BOM")]
    [Case("BT-10", BatchTraceProfile.DbsCsv, "no more than 56 columns")]
    public async Task A_valid_form_is_accepted(string id, string profile, string form)
    {
        Assert.NotEmpty(id);
        var file = new ResponseFile(profile);
        file = form switch
        {
            "LF" => file with { NewLine = "\n" },
            "columns in another order" => file with { Columns = [.. file.Columns.Reverse()] },
            "names after the control record" => file with { HasNames = true, Columns = [.. file.Columns.Reverse()] },
            "other spellings and more columns" => file with { Columns = ["NEW", .. file.Columns.Select(Respelt), "NEWER"] },
            "control record, no names" or "control record, no names, BOM and a blank line" => file with { HasControl = true, HasNames = false },
            "control record and names" => file with { HasControl = true },
            "no names" => file with { HasNames = false },
            "scores as of MPT" => new ResponseFile(BatchTraceProfile.Mpt),
            "no scores" => new ResponseFile(BatchTraceProfile.PdsMesh) with { HasControl = true, HasNames = false },
            "workflow of the request" => file with { Workflow = "SPINE_MPTPHASE4_TRACE" },
            "no more than 56 columns" => file with { DbsWidth = 56 },
            _ => file,
        };
        var content = file.Write(row with { Code = profile == BatchTraceProfile.DbsCsv ? "30" : "00" });

        content = form.Contains("blank line", StringComparison.Ordinal) ? content.Insert(content.IndexOf('\n', StringComparison.Ordinal) + 1, "\r\n") : content;
        var bytes = Bytes((form.Contains("BOM", StringComparison.Ordinal) ? "\uFEFF" : "") + content);

        var outcome = await harness.ImportAsync(profile, form == "gzip" ? Zip(bytes) : bytes);

        Assert.Equal((0, "01"), (outcome.Code, await harness.StateAsync(BatchTraceHarness.Subject)));
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
    public async Task A_file_that_lacks_a_required_column_or_has_it_twice_is_refused(string id, string column)
    {
        Assert.NotEmpty(id);
        var file = new ResponseFile(BatchTraceProfile.PdsMesh);
        var message = $"line 1 names the columns, but {column.Replace(' ', '_').Replace('/', '_')} is missing or repeated";

        await RefusesAsync(BatchTraceProfile.PdsMesh, Bytes((file with { Columns = [.. file.Columns.Where(name => name != column)] }).Write(row)), message);
        await RefusesAsync(BatchTraceProfile.PdsMesh, Bytes((file with { Columns = [.. file.Columns, column] }).Write(row)), message);
    }

    [Theory]
    [Case("BT-11", BatchTraceProfile.Mpt, "too few rows", "the control record in line 1 states 3 rows, and 2 follow")]
    [Case("BT-11", BatchTraceProfile.Mpt, "too many rows", "the control record in line 1 states 1 row, and 2 follow")]
    [Case("BT-11", BatchTraceProfile.PdsMesh, "too many rows", "the control record in line 1 states 1 row, and 2 follow")]
    [Case("BT-11", BatchTraceProfile.Mpt, "no number of rows", "line 1 is not the control record")]
    [Case("BT-11", BatchTraceProfile.Mpt, "another workflow", "line 1 is not the control record")]
    [Case("BT-11", BatchTraceProfile.Mpt, "code 04", "in line 1 has a code other than 00")]
    [Case("BT-11", BatchTraceProfile.PdsMesh, "code 04", "in line 1 has a code other than 00")]
    [Case("BT-11", BatchTraceProfile.Mpt, "no control record", "line 1 is not the control record")]
    [Case("BT-11", BatchTraceProfile.Mpt, "a row that is cut off", "no row can be read: lines 2 to 3: 30 columns instead of 29")]
    [Case("BT-11", BatchTraceProfile.PdsMesh, "a row that is cut off", "no row can be read: lines 2 to 3: 26 columns instead of 29")]
    [Case("BT-11", BatchTraceProfile.DbsCsv, "fewer than 56 columns", "no row can be read: line 2: 55 columns instead of at least 56")]
    [Case("BT-16", BatchTraceProfile.DbsCsv, "no control records", "line 1 looks like a row")]
    [Case("BT-16", BatchTraceProfile.DbsCsv, "no trailer", "line 3 looks like a row")]
    [Case("BT-16", BatchTraceProfile.DbsCsv, "no control records and a short row", "line 1 looks like a row")]
    [Case("BT-11", BatchTraceProfile.PdsMesh, "nothing", "it holds no rows")]
    [Case("BT-11", BatchTraceProfile.Mpt, "nothing", "line 1 is not the control record")]
    [Case("BT-11", BatchTraceProfile.DbsCsv, "nothing", "it holds no rows")]
    [Case("BT-11", BatchTraceProfile.PdsMesh, "no rows", "it holds no rows")]
    [Case("BT-11", BatchTraceProfile.DbsCsv, "no rows", "it holds no rows")]
    [Case("BT-18", BatchTraceProfile.PdsMesh, "Latin-1", "line 2 is not UTF-8: read it with --encoding windows-1252")]
    [Case("BT-18", BatchTraceProfile.DbsCsv, "Latin-1", "line 2 is not UTF-8")]
    [Case("BT-18", BatchTraceProfile.PdsMesh, "UTF-16", "it is UTF-16 from line 1 on")]
    [Case("BT-19", BatchTraceProfile.PdsMesh, "ZIP", "it is a ZIP archive")]
    [Case("BT-19", BatchTraceProfile.PdsMesh, "gzip that is cut off", "it is gzip, and damaged")]
    [Case("BT-19", BatchTraceProfile.PdsMesh, "gzip that is broken", "it is gzip, and damaged")]
    [Case("BT-11", BatchTraceProfile.PdsMesh, "a quote out of place", "no row can be read: lines 2 to 3: a quote is out of place")]
    [Case("BT-11", BatchTraceProfile.PdsMesh, "a quote that does not end", "no row can be read: lines 2 to ")]
    public async Task A_file_with_an_error_is_refused_as_a_whole(string id, string profile, string error, string reason)
    {
        Assert.NotEmpty(id);
        var file = new ResponseFile(profile) with { HasControl = profile == BatchTraceProfile.Mpt || error is "too many rows" or "code 04" };
        var valid = file.Write(row);
        var content = error switch
        {
            "too few rows" => (file with { Count = "3" }).Write(row, row),
            "too many rows" => (file with { Count = "1" }).Write(row, row),
            "no number of rows" => (file with { Count = "many" }).Write(row),
            "another workflow" => (file with { Workflow = "SPINE_OTHER" }).Write(row),
            "code 04" => (file with { ControlCode = "04" }).Write(row),
            "no control record" => (file with { HasControl = false }).Write(row),
            "a row that is cut off" => CutOff(valid),
            "fewer than 56 columns" => (file with { DbsWidth = 55 }).Write(row),
            "no control records" => (file with { HasEnds = false }).Write(row, row with { Reference = "other" }, row with { Reference = "another" }),
            "no control records and a short row" => $"91,{row.Reference}\r\n" + (file with { HasEnds = false }).Write(row, row),
            "no trailer" => valid.Replace("9999,TRAILER", string.Join(',', Enumerable.Range(0, 58)), StringComparison.Ordinal),
            "nothing" => "",
            "no rows" => file.Write(),
            "Latin-1" => profile == BatchTraceProfile.DbsCsv ? valid.Replace("The Mews", "The M\u00F6ws", StringComparison.Ordinal) : valid,
            "a quote out of place" => valid.Replace(",100.00", ",\"10\"0.00", StringComparison.Ordinal),
            "a quote that does not end" => valid.Replace(",100.00", ",\"100.00", StringComparison.Ordinal),
            _ => valid,
        };
        var bytes = error switch
        {
            "Latin-1" => Encoding.Latin1.GetBytes(content),
            "UTF-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(content)],
            "ZIP" => [(byte)'P', (byte)'K', 3, 4, .. Bytes(content)],
            "gzip that is cut off" => Zip(Bytes(content))[..^30],
            "gzip that is broken" => [0x1F, 0x8B, .. Bytes(content)],
            _ => Bytes(content),
        };

        await RefusesAsync(profile, bytes, reason);
    }

    [Fact]
    [Requirement("BT-18")]
    public async Task A_Windows_1252_file_is_read_when_the_option_says_so()
    {
        var bytes = Encoding.Latin1.GetBytes(new ResponseFile(BatchTraceProfile.PdsMesh).Write(row));

        var outcome = await harness.ImportAsync(BatchTraceProfile.PdsMesh, bytes, "--encoding", "windows-1252");

        Assert.Equal((0, "01"), (outcome.Code, await harness.StateAsync(BatchTraceHarness.Subject)));
    }

    [Theory]
    [Case("BT-17", BatchTraceProfile.PdsMesh, "26 columns instead of 29")]
    [Case("BT-17", BatchTraceProfile.Mpt, "26 columns instead of 33")]
    [Case("BT-17", BatchTraceProfile.DbsCsv, "26 columns instead of at least 56")]
    [Case("BT-17", BatchTraceProfile.PdsMesh, "a quote is out of place")]
    public async Task A_malformed_row_is_reported_by_its_line_and_the_others_are_imported(string id, string profile, string message)
    {
        Assert.NotEmpty(id);
        var valid = row with { Code = profile == BatchTraceProfile.DbsCsv ? "30" : "00" };
        var file = new ResponseFile(profile) with { NewLine = "\n", HasControl = profile != BatchTraceProfile.DbsCsv, Count = "3" };
        var lines = file.Write(valid with { Reference = "first" }, valid).TrimEnd('\n');
        string[] fields = [profile == BatchTraceProfile.DbsCsv ? "91" : harness.Reference("unverified-disagrees", 0), row.Number, .. Enumerable.Repeat("", 23), "91"];
        var odd = message.StartsWith('a') ? "\"a\"b," + string.Join(',', fields.Append("").Append("")) : string.Join(',', fields);
        var end = profile == BatchTraceProfile.DbsCsv ? lines.LastIndexOf('\n') : lines.Length;
        var line = lines[..end].Count(character => character == '\n') + 2;

        var outcome = await harness.ImportAsync(profile, lines.Insert(end, "\n" + odd));

        Assert.Equal((1, "01"), (outcome.Code, await harness.StateAsync(BatchTraceHarness.Subject)));
        Assert.Matches($"look at: line {line}(, .*)?: {message}\n", outcome.Output);
        Assert.EndsWith("3 rows, 1 record changed, 2 to look at.\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("BT-17")]
    public async Task The_report_of_a_malformed_row_names_the_patient_of_its_reference()
    {
        var references = await harness.RequestAsync("--all");
        var other = references["1"];
        var file = new ResponseFile(BatchTraceProfile.PdsMesh) { NewLine = "\n" };

        var outcome = await harness.ImportAsync(BatchTraceProfile.PdsMesh, file.Write(row with { Reference = references["2"] }) + $"{other},91\n");

        Assert.Contains($"look at: line 4, {other} Patient/1: 2 columns instead of 29\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("BT-12")]
    public async Task The_columns_of_DBS_can_be_given_by_position()
    {
        var content = new ResponseFile(BatchTraceProfile.DbsCsv).Write(row with { Code = "30", Sensitivity = "S" });

        var outcome = await harness.ImportAsync(BatchTraceProfile.DbsCsv, content, "--column", "SENSITIVITY_FLAG=57", "--column", "FAMILY_NAME=35");

        Assert.Equal((1, "02 sensitive"), (outcome.Code, await harness.StateAsync(BatchTraceHarness.Subject)));
    }

    [Theory]
    [Case("BT-12", BatchTraceProfile.DbsCsv, "SENSITIVITY_FLAG")]
    [Case("BT-12", BatchTraceProfile.DbsCsv, "SENSITIVITY_FLAG=-1")]
    [Case("BT-12", BatchTraceProfile.DbsCsv, "NONSENSE=1")]
    [Case("BT-12", BatchTraceProfile.PdsMesh, "SENSITIVITY_FLAG=57")]
    public async Task An_invalid_position_is_refused(string id, string profile, string column)
    {
        Assert.NotEmpty(id);
        Assert.Equal(2, (await harness.ImportAsync(profile, new ResponseFile(profile).Write(row), "--column", column)).Code);
    }

    [Fact]
    [Requirement("BT-13")]
    public async Task A_request_may_be_at_most_thirty_days_old()
    {
        var old = row with { Reference = harness.Reference(BatchTraceHarness.Subject, 31) };
        await RefusesAsync(BatchTraceProfile.PdsMesh, Bytes(new ResponseFile(BatchTraceProfile.PdsMesh).Write(old)), "more than 30 days old");
        var young = row with { Reference = harness.Reference(BatchTraceHarness.Subject, 29) };

        Assert.Equal(0, (await harness.ImportAsync(BatchTraceProfile.PdsMesh, new ResponseFile(BatchTraceProfile.PdsMesh).Write(young))).Code);
        Assert.Equal(0, (await harness.ImportAsync(BatchTraceProfile.PdsMesh, new ResponseFile(BatchTraceProfile.PdsMesh).Write(old), "--maximum-days", "60")).Code);
        var verified = (await harness.ReadAsync(BatchTraceHarness.Subject)).Envelope.Verified!;
        Assert.Equal((2, "batch trace pds-mesh"), (((await harness.ReadAsync(BatchTraceHarness.Subject)).Envelope.Version), verified.Source));
        Assert.InRange((TimeProvider.System.GetUtcNow() - verified.At).TotalDays, 28.9, 29.1);
    }

    [Theory]
    [Case("BT-14", "another practice")]
    [Case("BT-14", "somebody else's references")]
    [Case("BT-14", "a letter changed")]
    public async Task A_file_that_answers_no_request_of_the_practice_is_refused(string id, string what)
    {
        Assert.NotEmpty(id);
        var content = new ResponseFile(BatchTraceProfile.PdsMesh).Write(row with
        {
            Reference = what switch
            {
                "somebody else's references" => row.Number,
                "a letter changed" => row.Reference[..^1] + (row.Reference[^1] == 'A' ? 'B' : 'A'),
                _ => row.Reference,
            },
        });
        string[] practice = what == "another practice" ? ["--practice", SampleData.OtherOds] : [];

        var file = harness.Harness.Write("response.csv", content);
        var outcome = await harness.Harness.RunAsync(["import", "dbs", file, "--profile", "pds-mesh", .. practice.Length > 0 ? practice : ["--practice", SampleData.Ods]]);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("it answers no request that was made here", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(row.Number, outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.Equal("02", await harness.StateAsync(BatchTraceHarness.Subject));
    }

    /// <summary>The content without its last three fields.</summary>
    private static string CutOff(string content) => string.Join(',', content.TrimEnd().Split(',')[..^3]) + "\r\n";

    private static byte[] Zip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionMode.Compress))
        {
            gzip.Write(content);
        }

        return target.ToArray();
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
        var before = harness.Harness.Audit().Count;

        var outcome = await harness.ImportAsync(profile, content);

        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith("The file is refused: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Single(outcome.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal("02", await harness.StateAsync(BatchTraceHarness.Subject));
        Assert.Equal(before, harness.Harness.Audit().Count);
    }
}
