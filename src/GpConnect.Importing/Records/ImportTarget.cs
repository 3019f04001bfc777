using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;

namespace GpConnect.Importing.Records;

/// <summary>Where an import goes: the stores, or their look-alikes of a dry run.</summary>
internal sealed record ImportTarget(IResourceStore Records, IPracticeStore Practices, IPdsDataSet Pds, IAuditTrail Audit);
