using GpConnect.Functions.Audit;
using GpConnect.Functions.Demographics;
using GpConnect.Functions.Practices;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Importing;

/// <summary>Where an import goes: the stores, or their look-alikes of a dry run.</summary>
internal sealed record ImportTarget(IResourceStore Records, IPracticeStore Practices, IPdsDataSet Pds, IAuditTrail Audit);
