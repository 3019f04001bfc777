using System.Security.Cryptography;
using System.Text;
using GpConnect.Fhir;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Importing.Records;

/// <summary>What a practice holds, as far as references and rules across records have to know it.</summary>
internal sealed class LocalRecords(IResourceStore store, IRecordList list, IdentifierHashes tokens, string practice)
{
    /// <summary>The practice's ODS code.</summary>
    public string Practice => practice;

    private readonly HashSet<(string Type, string Id)> known = [];
    private readonly HashSet<ulong> seen = [];

    /// <summary>Whether this import meets a record for the first time. Ids are hashed: there may be a million of them.</summary>
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

        // Patients are many and referred to once.
        if (reference.Type != "Patient")
        {
            known.Add((reference.Type, reference.Id));
        }

        return true;
    }

    /// <summary>The references that lead nowhere.</summary>
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

    /// <summary>The practice's main surgery: the Location that its Organization says, or its only one; null when neither tells.</summary>
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

    /// <summary>Logical ids of the Organizations with an ODS code.</summary>
    public async ValueTask<IReadOnlyList<string>> OrganizationsAsync(string odsCode, CancellationToken cancellation)
    {
        var token = tokens.Of(practice, "Organization", IdentifierSystems.OdsOrganizationCode, odsCode);
        return (await store.FindAsync(practice, "Organization", token, cancellation)).Ids;
    }
}
