using GpConnect.Foundations.Pds;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Importing.Tests.Records;

[Collection(ConsoleTests.Name)]
public sealed class PdsFileTests : IDisposable
{
    private const string Header = "NHS_NUMBER,DATE_OF_BIRTH,DATE_OF_DEATH,FAMILY_NAME,GIVEN_NAME,OTHER_GIVEN_NAME,TITLE,ADDR1,ADDR2,ADDR3,ADDR4,ADDR5,POST_CODE,SENSITIVE_FLAG,PRIMARY_CARE_CODE\n";
    private const string Row = "9000000009,28/02/1971,,Nowak,Ewa,Maria Anna,Ms,,3 Mill Row,,Leeds,,LS1 4AP,,A20047\n";
    private const string Flags = "NHS_NUMBER,FLAG,SUPERSEDED_BY\n9000000009,superseded,9658218865\n";

    private readonly CommandHarness harness = new();

    [Fact]
    public async Task The_shorter_layout_of_the_test_suite_is_read()
    {
        await harness.DoAsync("import", harness.Write("pds.csv", Header + Row));

        var record = await FindAsync("9000000009");
        Assert.Equal("1971-02-28", record!.BirthDate);
        Assert.Equal(["Ewa", "Maria", "Anna"], record.Given);
        Assert.Equal("Leeds", record.Address!.City);
        Assert.Null(record.Gender);
    }

    [Theory]
    [InlineData("a.csv", "b.csv")]
    [InlineData("b.csv", "a.csv")]
    public async Task Flags_and_records_may_come_in_any_order_and_are_kept(string records, string flags)
    {
        harness.Write(records, Header + Row);
        harness.Write(flags, Flags);
        await harness.DoAsync("import", harness.Files);
        Assert.Contains("2 read, 0 written", await harness.DoAsync("import", harness.Files), StringComparison.Ordinal);

        var record = await FindAsync("9000000009");
        Assert.True(record!.IsSuperseded);
        Assert.Equal("9658218865", record.SupersededBy);
        Assert.Equal("Nowak", record.Family);
    }

    [Theory]
    [InlineData("9000000008,28/02/1971,,Nowak,Ewa,,,,,,,,,,\n", "1: NHS_NUMBER is not")]
    [InlineData("9000000009,31/02/1971,,Nowak,Ewa,,,,,,,,,,\n", "12: DATE_OF_BIRTH is not dd/mm/yyyy")]
    [InlineData("9000000009,28/02/1971,1999,Nowak,Ewa,,,,,,,,,,\n", "23: DATE_OF_DEATH is not dd/mm/yyyy")]
    [InlineData("9000000009,28/02/1971,,Nowak,Ewa,,,,,,,,,Y,\n", "42: SENSITIVE_FLAG")]
    [InlineData("9000000009,28/02/1971,,No\u0007wak,Ewa,,,,,,,,,,\n", "24: FAMILY_NAME holds a control character")]
    [InlineData("9000000009,28/02/1971,,No\ufffewak,Ewa,,,,,,,,,,\n", "24: FAMILY_NAME holds a character that FHIR or XML does not allow")]
    public async Task An_invalid_row_is_reported_by_line_and_the_next_one_is_loaded(string row, string reason)
    {
        var valid = Row.Replace("9000000009", "9658218865", StringComparison.Ordinal);

        var outcome = await harness.RunAsync("import", harness.Write("pds.csv", Header + row + valid));

        Assert.Contains($"pds.csv line 2, column {reason}", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("900000000|Nowak", outcome.Output);
        Assert.NotNull(await FindAsync("9658218865"));
    }

    [Theory]
    [Case("IM-20", "9000000009,28/02/1971\n")]
    [Case("IM-20", "9000000009,28/02/1971,,Nowak,Ewa,Maria Anna,Ms,,3 Mill Row,,Leeds,,LS1 4AP,S\n")]
    [Case("IM-20", "9000000009,28/02/1971,,Nowak,Ewa,Maria Anna,Ms,,3 Mill Row,,Leeds,,LS1 4AP,,A20047,\n")]
    public async Task A_row_whose_column_count_differs_from_the_header_is_rejected_and_the_next_one_is_loaded(string id, string row)
    {
        Assert.NotEmpty(id);
        var valid = Row.Replace("9000000009", "9658218865", StringComparison.Ordinal);

        var outcome = await harness.RunAsync("import", harness.Write("pds.csv", Header + row + valid));

        Assert.Equal(1, outcome.Code);
        Assert.Contains("pds.csv line 2: the row has a different number of columns from the header", outcome.Output, StringComparison.Ordinal);
        Assert.Null(await FindAsync("9000000009"));
        Assert.NotNull(await FindAsync("9658218865"));
    }

    [Theory]
    [Case("IM-20", "NHS_NUMBER,FLAG,SUPERSEDED_BY", "9000000009,superseded", "different number of columns")]
    [Case("IM-20", "NHS_NUMBER,FLAG,FLAG", "9000000009,superseded,", "the header has FLAG more than once")]
    [Case("IM-20", "NHS_NUMBER,FLAG,SUPERSEDED", "9000000009,superseded,9658218865", "column 3 of the header is not in the layout")]
    [Case("IM-20", "NHS_NUMBER,DATE_OF_BIRTH,FAMILY_NAME,GIVEN_NAME,SENSITIVE_FLAG", "9000000009,,,,S", "the header has no DATE_OF_DEATH")]
    [Case("IM-20", "NHS_NUMBER,DATE_OF_BIRTH,DATE_OF_DEATH,FAMILY_NAME,GIVEN_NAME,SENSITIVE_FLAG,SENSITIVE_FLAG", "9000000009,,,,,S,", "the header has SENSITIVE_FLAG more than once")]
    [Case("IM-20", "NHS_NUMBER,DATE_OF_BIRTH,DATE_OF_DEATH,FAMILY_NAME,GIVEN_NAME,SENSITIVE_FLAG,GENDRE", "9000000009,,,,,S,female", "column 7 of the header is not in the layout")]
    [Case("IM-20", "9000000009,28/02/1971,,Nowak,Ewa,S", "9000000009,28/02/1971,,Nowak,Ewa,S", "not a list of PDS records or flags")]
    public async Task A_file_that_would_lose_a_column_is_refused_without_repeating_its_values(string id, string header, string row, string reason)
    {
        Assert.NotEmpty(id);

        var outcome = await harness.RunAsync("import", harness.Write("pds.csv", $"{header}\n{row}\n"));

        Assert.Equal(1, outcome.Code);
        Assert.Contains(reason, outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("90000000|Nowak|GENDRE", outcome.Output + outcome.Error);
        Assert.Null(await FindAsync("9000000009"));
    }

    [Fact]
    public async Task A_number_given_twice_is_rejected_instead_of_changing_with_every_import()
    {
        var outcome = await harness.RunAsync("import", harness.Write("pds.csv", Header + Row + Row));

        Assert.Contains("line 3, column 1: NHS_NUMBER is in an earlier row", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9000000008,invalid,\n")]
    [InlineData("9000000009,superseded,12\n")]
    [InlineData("9000000009,broken,\n")]
    public async Task An_invalid_flag_is_rejected(string row)
    {
        Assert.Equal(1, (await harness.RunAsync("import", harness.Write("flags.csv", "NHS_NUMBER,FLAG,SUPERSEDED_BY\n" + row))).Code);
    }

    [Fact]
    public async Task A_file_that_is_not_utf8_is_rejected()
    {
        var file = harness.Write("pds.csv", "");
        await File.WriteAllBytesAsync(file, [.. System.Text.Encoding.ASCII.GetBytes(Header), 0xE9, 0xE9, (byte)'\n']);

        Assert.Contains("not CSV in UTF-8", (await harness.RunAsync("import", file)).Output, StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private async Task<PdsRecord?> FindAsync(string number)
    {
        await using var services = harness.Services();
        return await services.GetRequiredService<IPdsDataSet>().FindAsync(number, default);
    }
}
