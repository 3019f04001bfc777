using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;

namespace GpConnect.Importing.Records;

/// <summary>The stores that an import writes to: the real ones, or those of a dry run.</summary>
internal sealed record ImportTarget(IResourceStore Records, IPracticeStore Practices, IPdsDataSet Pds, IAuditTrail Audit);
