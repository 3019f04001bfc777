using System.Text.Encodings.Web;
using System.Text.Json;
using GpConnect.Foundations.Errors;

namespace GpConnect.Importing.Records;

/// <summary>
/// The report of an import as JSON for programs. Records are written as they occur, because there may be a million of them. It names
/// records by file, position, type and id, and never identifies a patient.
/// </summary>
internal sealed class ReportFile : IDisposable
{
    private const int Buffer = 64 * 1024;

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream stream;
    private readonly Utf8JsonWriter writer;

    /// <param name="stream">A new file; it is closed when the report is disposed.</param>
    /// <param name="source">The file or folder that is imported.</param>
    public ReportFile(FileStream stream, string source, string? practice, bool isDry)
    {
        this.stream = stream;
        writer = new Utf8JsonWriter(stream, Options);
        writer.WriteStartObject();
        writer.WriteString("source", Redacted.Id(source));
        Write("practice", practice);
        writer.WriteBoolean("dryRun", isDry);
        writer.WriteStartArray("records");
    }

    public void Add(string outcome, RecordErrors record)
    {
        writer.WriteStartObject();
        writer.WriteString("outcome", outcome);
        writer.WriteString("file", Redacted.Id(record.File));
        if (record.Source?.Entry is { } entry)
        {
            writer.WriteNumber("entry", entry);
        }

        Write("record", record.Name.Length > 0 ? record.Name : null);
        writer.WriteStartArray("faults");
        foreach (var error in record.Errors)
        {
            Add(error);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        if (writer.BytesPending > Buffer)
        {
            writer.Flush();
        }
    }

    /// <param name="stop">Why the import stopped early; null when it ran to its end.</param>
    public void Finish(ImportReport report, string? stop)
    {
        writer.WriteEndArray();
        writer.WriteStartObject("counts");
        writer.WriteNumber("read", report.Read);
        writer.WriteNumber("written", report.Written);
        writer.WriteNumber("unchanged", report.Unchanged);
        writer.WriteNumber("rejected", report.Rejected);
        writer.WriteNumber("notServed", report.Withheld);
        writer.WriteEndObject();
        WriteCounts("rejectedBecause", report.RejectionReasons);
        WriteCounts("notServedBecause", report.WithheldReasons);
        WriteCounts("completed", report.Notes.Select(note => KeyValuePair.Create(note.Key, (long)note.Value)));
        WriteSkipped(report.Skipped);
        writer.WriteBoolean("complete", stop is null);
        Write("stoppedBecause", stop);
        writer.WriteEndObject();
        writer.Flush();
        stream.WriteByte((byte)'\n');
        stream.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        writer.Dispose();
        stream.Dispose();
    }

    private void Add(ImportError error)
    {
        writer.WriteStartObject();
        if (error.At is { } at)
        {
            writer.WriteNumber("line", at.Line);
            if (at.Column is { } column)
            {
                writer.WriteNumber("column", column);
            }
        }

        Write("path", error.Path);
        writer.WriteString("reason", error.Reason);
        writer.WriteString("text", $"{error}");
        writer.WriteEndObject();
    }

    private void WriteCounts(string name, IEnumerable<KeyValuePair<string, long>> counts)
    {
        writer.WriteStartArray(name);
        foreach (var (reason, records) in counts)
        {
            writer.WriteStartObject();
            writer.WriteString("reason", reason);
            writer.WriteNumber("records", records);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteSkipped(IReadOnlyList<SkippedFile> files)
    {
        writer.WriteStartArray("skipped");
        foreach (var (file, reason) in files)
        {
            writer.WriteStartObject();
            writer.WriteString("file", Redacted.Id(file));
            writer.WriteString("reason", reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void Write(string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, Redacted.Id(text));
        }
    }
}
