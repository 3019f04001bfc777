using System.Text;
using GpConnect.Foundations.Audit;
using GpConnect.Testing.Audit;

namespace GpConnect.Testing.Fuzz;

/// <summary>Reads the records of one trail, part by part, as <c>audit verify</c>, <c>search</c> and <c>export</c> do.</summary>
internal sealed class TrailReaders
{
    private static readonly AuditFilter Anything = new(null, null, null, null, null);

    private readonly AuditVerification verification = new(Array.Empty<AuditAnchor>().ToLookup(anchor => (anchor.Stream, anchor.Number)));
    private readonly ExportedChain export = new();

    /// <returns>The entries as a search shows them.</returns>
    public List<string> Read(IReadOnlyList<AuditReading> readings)
    {
        var errors = verification.Errors.Count;
        foreach (var reading in readings)
        {
            verification.Add(reading);
        }

        Assert.Empty(verification.Errors.Skip(errors));
        var records = readings.Select(reading => reading.Record!).ToList();
        Assert.Equal(records.Count, export.Add([.. records.SelectMany(record => (byte[])[.. AuditLine.Write(record), (byte)'\n'])]));
        return records.ConvertAll(Find);
    }

    private static string Find(AuditRecord record)
    {
        var summary = Anything.Match(record)!;
        var patient = summary.Resources.FirstOrDefault(resource => resource.StartsWith("Patient/", StringComparison.Ordinal))?["Patient/".Length..];
        var own = new AuditFilter(patient, summary.User, summary.Organisation, summary.At, summary.At.AddTicks(1));
        Assert.NotNull(own.Match(record));
        Assert.True(AuditLine.TextOf(record.Entry).Equals(record.Entry), "an entry has to be rewritten before people can read it");
        return Encoding.UTF8.GetString(record.Entry.Span);
    }
}
