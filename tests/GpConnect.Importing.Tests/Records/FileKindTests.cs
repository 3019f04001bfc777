using System.IO.Compression;
using System.Text;
using GpConnect.Foundations.Pds;
using GpConnect.Importing.Files;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Importing.Tests.Records;

/// <summary>Which files are read, which are skipped, and how a mistyped path is reported.</summary>
[Collection(ConsoleTests.Name)]
public sealed class FileKindTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Theory]
    [Case("IM-30", "patients.txt", "import reads .json")]
    [Case("IM-30", "patients", "import reads .json")]
    [Case("IM-30", "patients.json.zip", "import reads .json")]
    [Case("IM-30", "patients.gz", "import reads .json")]
    [Case("IM-30", "folder/patients.txt", "the folder holds no file that import reads")]
    [Case("IM-30", "folder/patients.ndjson", "the files hold no records")]
    public async Task A_path_with_nothing_to_read_gives_one_line_and_changes_nothing(string id, string name, string reason)
    {
        Assert.NotEmpty(id);
        await harness.DoAsync("practice", "add", TestPractice.Ods, "--asid", "918999198993", "--name", "Test");
        var file = harness.Write(name, "");

        var outcome = await harness.RunAsync("import", name.StartsWith("folder", StringComparison.Ordinal) ? Path.GetDirectoryName(file)! : file, "--practice", TestPractice.Ods);

        Assert.Equal(1, outcome.Code);
        Assert.StartsWith("Nothing was imported: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(reason, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    [Requirement("IM-30")]
    public async Task An_empty_folder_and_a_missing_path_give_one_line()
    {
        harness.Audit();
        foreach (var path in new[] { harness.Files, Path.Combine(harness.Files, "none") })
        {
            var outcome = await harness.RunAsync("import", path);

            Assert.Equal((1, ""), (outcome.Code, outcome.Output));
            Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        }
    }

    [Fact]
    [Requirement("IM-31")]
    public async Task Skipped_files_are_listed()
    {
        TestPractice.WriteTo(harness);
        harness.Write("practice/register/body.json", """{"resourceType":"Parameters","parameter":[]}""");
        harness.Write("practice/README.md", "Words");

        var output = await harness.DoAsync("import", harness.Files);

        Assert.Matches("(?m)^skipped: .*README.md: not a kind of file that import reads$", output);
        Assert.Matches("(?m)^skipped: .*body.json: Parameters, the body of a request$", output);
        Assert.Equal(2, output.Split("skipped: ").Length - 1);
    }

    [Fact]
    [Requirement("IM-31")]
    public async Task Of_many_skipped_files_only_some_are_named()
    {
        TestPractice.WriteTo(harness);
        foreach (var number in Enumerable.Range(1, 50))
        {
            harness.Write($"practice/{number}.txt", "");
        }

        var output = await harness.DoAsync("import", harness.Files);

        Assert.Contains("skipped: 30 more files", output, StringComparison.Ordinal);
        Assert.Equal(21, output.Split("skipped: ").Length - 1);
    }

    [Theory]
    [Case("IM-32", "patients.jsonl")]
    [Case("IM-32", "patients.ndjson.gz")]
    [Case("IM-32", "patients.jsonl.GZ")]
    [Case("IM-32", "patients.json.gz")]
    [Case("IM-32", "patients.xml.gz")]
    public async Task Other_extensions_and_compressed_files_are_read(string id, string name)
    {
        Assert.NotEmpty(id);
        TestPractice.WriteTo(harness);
        var patient = TestPractice.Patient().ToJsonString();
        var content = Encoding.UTF8.GetBytes(patient);
        if (name.Contains(".xml", StringComparison.Ordinal))
        {
            content = FhirWriter.WriteXml(FhirReader.Read(content, FhirFormat.Json).Resource!);
        }

        Write($"practice/{name}", name.EndsWith("jsonl", StringComparison.Ordinal) ? content : Compress(content));

        Assert.Contains("5 read, 5 written, 0 unchanged, 0 rejected", await harness.DoAsync("import", harness.Files), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("IM-32")]
    public async Task Compressed_PDS_records_are_read()
    {
        Write("pds.csv.gz", Compress("NHS_NUMBER,DATE_OF_BIRTH,DATE_OF_DEATH,FAMILY_NAME,GIVEN_NAME,SENSITIVE_FLAG\n9000000009,28/02/1971,,Nowak,Ewa,S\n"u8.ToArray()));

        await harness.DoAsync("import", harness.Files);

        await using var services = harness.Services();
        Assert.True((await services.GetRequiredService<IPdsDataSet>().FindAsync(TestPractice.Number, default))!.IsSensitive);
    }

    [Theory]
    [Case("IM-33", 0)]
    [Case("IM-33", 5)]
    [Case("IM-33", -1)]
    [Case("IM-33", -8)]
    [Case("IM-33", -9)]
    public async Task A_truncated_compressed_file_is_reported(string id, int length)
    {
        Assert.NotEmpty(id);
        TestPractice.WriteTo(harness);
        var compressed = Compress(Encoding.UTF8.GetBytes(TestPractice.Patient().ToJsonString() + "\n"));
        Write("practice/more.ndjson.gz", compressed[..(length > 0 ? length : length == 0 ? 0 : compressed.Length + length)]);

        var outcome = await harness.RunAsync("import", harness.Files);

        Assert.Equal(1, outcome.Code);
        Assert.Matches("rejected: .*more.ndjson.gz: the file is damaged or cut off", outcome.Output);
    }

    [Theory]
    [Case("IM-33", "x.ndjson.gz")]
    [Case("IM-33", "x.xml.gz")]
    [Case("IM-33", "x.json.gz")]
    [Case("IM-33", "x.csv.gz")]
    public async Task A_file_that_is_not_compressed_as_named_is_reported_and_the_others_are_imported(string id, string name)
    {
        Assert.NotEmpty(id);
        TestPractice.WriteTo(harness, TestPractice.Patient());
        Write($"practice/{name}", Encoding.UTF8.GetBytes(TestPractice.Patient("q", TestPractice.OtherNumber).ToJsonString()));

        var outcome = await harness.RunAsync("import", harness.Files);

        Assert.Matches($"rejected: .*{name}: the file is damaged or cut off", outcome.Output);
        Assert.EndsWith("6 read, 5 written, 0 unchanged, 1 rejected\n", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>Each file holds 100 or 520 MB, compressed to a small fraction of that.</summary>
    [Theory]
    [Case("IM-34", "x.ndjson.gz", "", "the line is too long")]
    [Case("IM-34", "x.json.gz", "", "larger than 512 MB")]
    [Case("IM-34", "x.csv.gz", "NHS_NUMBER,FLAG\n\"", "a record is larger than 4 MB")]
    [Case("IM-34", "x.xml.gz", "<Bundle xmlns=\"http://hl7.org/fhir\"><entry><resource><Patient><id value=\"", "a record is larger than 4 MB")]
    [Case("IM-34", "y.xml.gz", "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"", "larger than 4 MB")]
    public async Task A_record_that_would_exhaust_memory_ends_the_reading_of_its_file(string id, string name, string start, string reason)
    {
        Assert.NotEmpty(id);
        TestPractice.WriteTo(harness, TestPractice.Patient());
        var megabytes = name.Contains(".json", StringComparison.Ordinal) ? 520 : 100;
        Write($"practice/{name}", Compress(Encoding.ASCII.GetBytes(start), Enumerable.Repeat(Enumerable.Repeat((byte)'a', 1024 * 1024).ToArray(), megabytes)));
        var before = GC.GetTotalAllocatedBytes();

        var outcome = await harness.RunAsync("import", harness.Files);

        Assert.Contains(reason, outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("6 read, 5 written, 0 unchanged, 1 rejected\n", outcome.Output, StringComparison.Ordinal);
        Assert.True(name.Contains(".json", StringComparison.Ordinal) || GC.GetTotalAllocatedBytes() - before < megabytes * 1024L * 1024, "The file was read whole");
    }

    [Fact]
    [Requirement("IM-34")]
    public void A_Bundle_larger_than_a_record_is_read_entry_by_entry()
    {
        var entry = "<entry><resource><Location xmlns=\"http://hl7.org/fhir\"><id value=\"x\"/><name value=\"" + new string('n', 1024 * 1024) + "\"/></Location></resource></entry>";
        var file = Path.Combine(harness.Files, "large.xml.gz");
        Write("large.xml.gz", Compress(Encoding.UTF8.GetBytes($"<Bundle xmlns=\"http://hl7.org/fhir\">{string.Concat(Enumerable.Repeat(entry, 8))}</Bundle>")));

        Assert.Equal(8, FhirFile.Read(file).Count(record => record.Error is null));
    }

    public void Dispose() => harness.Dispose();

    private void Write(string name, byte[] content) => File.WriteAllBytes(harness.Write(name, ""), content);

    private static byte[] Compress(byte[] content, IEnumerable<byte[]>? more = null)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
            foreach (var block in more ?? [])
            {
                gzip.Write(block);
            }
        }

        return compressed.ToArray();
    }
}
