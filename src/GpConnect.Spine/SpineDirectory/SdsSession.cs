using System.Collections.Concurrent;
using GpConnect.Foundations.Errors;

namespace GpConnect.Spine.SpineDirectory;

/// <param name="ServiceRoot">Byte for byte as the directory holds it: the Spine Secure Proxy compares it.</param>
/// <param name="Asid">For <c>Ssp-To</c>.</param>
internal sealed record SdsEndpoint(string ServiceRoot, string Asid, string PartyKey);

/// <summary>
/// The look-ups of one user session (sds-and-pds.md §1.3 and §1.5). Results are kept for as long as this object lives, which must not
/// be longer than the session of the user; a look-up without a result is repeated.
/// </summary>
internal sealed class SdsSession(ISpineDirectory directory)
{
    private readonly ConcurrentDictionary<(string OdsCode, string Interaction), SdsEndpoint> endpoints = [];
    private readonly ConcurrentDictionary<AsQuery, string> ownAsids = [];

    /// <summary>Where an organisation offers an interaction: the MHS record first, then by its party key the AS record.</summary>
    public async Task<Result<SdsEndpoint, SdsFailure>> FindEndpointAsync(string odsCode, string interaction, CancellationToken cancellation)
    {
        var key = (OdsCode: odsCode.ToUpperInvariant(), interaction);
        if (endpoints.TryGetValue(key, out var known))
        {
            return known;
        }

        var where = $"{Redacted.Id(key.OdsCode)} and {Redacted.Id(interaction)}";
        if (!One(await directory.FindMhsAsync(key.OdsCode, interaction, cancellation), "endpoints", where).Try(out var mhs, out var error))
        {
            return error;
        }

        if (!IsServiceRoot(mhs.Endpoint) || !IsPlain(mhs.PartyKey))
        {
            return Misconfigured($"The MHS record of {where} has no URL as endpoint, or no party key.");
        }

        var query = new AsQuery(key.OdsCode, interaction, mhs.PartyKey);
        if (!One(await directory.FindAsAsync(query, cancellation), "ASIDs", where).Try(out var system, out error))
        {
            return error.Kind == SdsFailureKind.NotOffered ? Misconfigured($"SDS holds an MHS record for {where}, but no AS record with its party key.") : error;
        }

        return IsAsid(system.Asid)
            ? endpoints[key] = new SdsEndpoint(mhs.Endpoint!, system.Asid!, mhs.PartyKey!)
            : NoAsid(where);
    }

    /// <summary>The ASID of an organisation's own system, for <c>Ssp-From</c>.</summary>
    /// <param name="supplier">ODS code of the system's manufacturer; needed where the organisation has several systems.</param>
    public async Task<Result<string, SdsFailure>> FindOwnAsidAsync(string odsCode, string interaction, string? supplier, CancellationToken cancellation)
    {
        var query = new AsQuery(odsCode.ToUpperInvariant(), interaction, Supplier: supplier?.ToUpperInvariant());
        if (ownAsids.TryGetValue(query, out var known))
        {
            return known;
        }

        var where = $"{Redacted.Id(query.OdsCode)} and {Redacted.Id(interaction)}";
        if (!One(await directory.FindAsAsync(query, cancellation), "ASIDs", where).Try(out var system, out var error))
        {
            return error;
        }

        return IsAsid(system.Asid) ? ownAsids[query] = system.Asid! : NoAsid(where);
    }

    public static bool IsAsid(string? text) => text is { Length: 12 } && text.All(char.IsAsciiDigit);

    /// <summary>No record means the organisation does not offer the interaction. Among several, refuse to choose.</summary>
    private static Result<T, SdsFailure> One<T>(Result<T[], SdsFailure> found, string what, string where)
        where T : class
    {
        if (!found.Try(out var records, out var error))
        {
            return error;
        }

        return records switch
        {
            [] => new SdsFailure(SdsFailureKind.NotOffered, $"SDS holds no record for {where}: the interaction is not offered there."),
            [var record] => record,
            _ => Misconfigured($"SDS holds {records.Length} {what} for {where}; there has to be one."),
        };
    }

    private static bool IsServiceRoot(string? text) =>
        IsPlain(text) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    /// <summary>Whether the text is not empty and holds no blanks and nothing that a terminal would act on.</summary>
    private static bool IsPlain(string? text) => !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static SdsFailure NoAsid(string where) => Misconfigured($"The AS record of {where} has no ASID of 12 digits.");

    private static SdsFailure Misconfigured(string message) => new(SdsFailureKind.Misconfigured, message);
}
