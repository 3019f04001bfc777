using System.Security.Cryptography;
using System.Text;
using GpConnect.Fhir;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Importing.Records;

/// <summary>The records of a practice, as far as references and rules across records need them.</summary>
internal sealed class LocalRecords(IResourceStore store, IRecordList list, IdentifierHashes tokens, string practice)
{
    /// <summary>The practice's ODS code.</summary>
    public string Practice => practice;

    private readonly HashSet<(string Type, string Id)> known = [];
    private readonly HashSet<ulong> seen = [];

    /// <summary>Whether this import meets a record for the first time. Ids are hashed, because there may be a million of them.</summary>
    public bool IsFirst(string type, string id) =>
        seen.Add(BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{type}/{id}"))));

    public async ValueTask<bool> ExistsAsync(LocalReference reference, CancellationToken cancellation)
    {
        if (known.Contains((reference.Type, reference.Id)))
        {
            return true;
        }

        if (await store.ReadAsync(new RecordKey(practice, reference.Type, reference.Id), cancellation) is null)
        {
            return false;
        }

        // Patients are not remembered: there are many, and each is referred to once.
        if (reference.Type != "Patient")
        {
            known.Add((reference.Type, reference.Id));
        }

        return true;
    }

    /// <summary>The references to records that the practice does not have.</summary>
    public async ValueTask<List<LocalReference>> DanglingAsync(IEnumerable<LocalReference> references, CancellationToken cancellation)
    {
        var dangling = new List<LocalReference>(0);
        foreach (var reference in references)
        {
            if (!await ExistsAsync(reference, cancellation))
            {
                dangling.Add(reference);
            }
        }

        return dangling;
    }

    /// <summary>
    /// Logical id of the practice's main surgery: the main Location that its Organization names, else its only Location; null when there
    /// is neither.
    /// </summary>
    public async ValueTask<string?> MainSurgeryAsync(string organizationId, IEnumerable<string> imported, CancellationToken cancellation)
    {
        var stored = await store.ReadAsync(new RecordKey(practice, "Organization", organizationId), cancellation);
        if (stored is not null
            && FhirReader.Read(stored.Body, FhirFormat.Json).Resource is Organization organization
            && OrganizationRules.MainLocationOf(organization) is { } main)
        {
            return main;
        }

        var locations = imported.ToHashSet(StringComparer.Ordinal);
        await foreach (var location in list.ReadAsync(practice, "Location", cancellation))
        {
            locations.Add(location.Key.Id);
        }

        return locations.Count == 1 ? locations.Single() : null;
    }

    /// <summary>Logical ids of the Organizations with the ODS code.</summary>
    public async ValueTask<IReadOnlyList<string>> OrganizationsAsync(string odsCode, CancellationToken cancellation)
    {
        var token = tokens.Of(practice, "Organization", IdentifierSystems.OdsOrganizationCode, odsCode);
        return (await store.FindAsync(practice, "Organization", token, cancellation)).Ids;
    }
}
