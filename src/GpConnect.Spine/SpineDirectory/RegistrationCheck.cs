using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Interactions;

namespace GpConnect.Spine.SpineDirectory;

/// <summary>Compares a directory with what it has to hold for a practice.</summary>
internal sealed class RegistrationCheck(ISpineDirectory directory, SdsRegistration registration)
{
    private readonly List<string> differences = [];

    /// <summary>The distinct party keys, ignoring case, in the order of the interactions.</summary>
    private readonly List<string> partyKeys = [];

    /// <returns>A sentence for each difference, or why the directory could not be queried.</returns>
    public async Task<Result<List<string>, SdsFailure>> RunAsync(CancellationToken cancellation)
    {
        foreach (var row in Interaction.All)
        {
            if (!(await directory.FindMhsAsync(registration.OdsCode, row.Id, cancellation)).Try(out var records, out var error))
            {
                return error;
            }

            CompareMhs(row.ShortId, records);
        }

        ComparePartyKeys();
        foreach (var row in Interaction.All)
        {
            if (!(await directory.FindAsAsync(new AsQuery(registration.OdsCode, row.Id), cancellation)).Try(out var records, out var error))
            {
                return error;
            }

            CompareAs(row.ShortId, [.. records.Where(IsOfProvider)]);
        }

        return differences;
    }

    private void CompareMhs(string interaction, MhsRecord[] records)
    {
        if (records is not [var record])
        {
            differences.Add($"{interaction}: there {Are(records.Length, "MHS endpoint")}; there has to be one.");
            return;
        }

        if (record.Endpoint != registration.ServiceRoot)
        {
            differences.Add($"{interaction}: the MHS endpoint is {Shown(record.Endpoint)} and has to be {registration.ServiceRoot}.");
        }

        if (record.PartyKey is null)
        {
            differences.Add($"{interaction}: the MHS record has no party key.");
        }
        else if (!partyKeys.Contains(record.PartyKey, StringComparer.OrdinalIgnoreCase))
        {
            partyKeys.Add(record.PartyKey);
        }
    }

    private void ComparePartyKeys()
    {
        if (partyKeys.Count > 1)
        {
            differences.Add($"The MHS records have several party keys: {string.Join(", ", partyKeys.Select(Shown))}; there has to be one.");
        }

        if (registration.PartyKey is { } expected && partyKeys.Find(key => !key.Equals(expected, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            differences.Add($"The party key is {Shown(other)} and has to be {expected}.");
        }
    }

    /// <summary>A practice may have consumer systems, whose AS records have party keys of their own.</summary>
    private bool IsOfProvider(AsRecord record) => partyKeys.Count == 0 || partyKeys.Contains(record.PartyKey, StringComparer.OrdinalIgnoreCase);

    private void CompareAs(string interaction, AsRecord[] records)
    {
        if (records is not [var record])
        {
            differences.Add($"{interaction}: there {Are(records.Length, "AS record")} with the party key; there has to be one.");
        }
        else if (registration.Asid is { } expected ? record.Asid != expected : !SdsSession.IsAsid(record.Asid))
        {
            differences.Add($"{interaction}: the ASID is {Shown(record.Asid)} and has to be {registration.Asid ?? "12 digits"}.");
        }
    }

    private static string Are(int count, string what) => count == 0 ? $"is no {what}" : $"are {count} {what}s";

    /// <summary>A value that is safe on a terminal; the directory may hold control characters.</summary>
    private static string Shown(string? value) => value is null ? "missing" : string.Concat(value.Select(character => char.IsControl(character) ? '?' : character));
}
