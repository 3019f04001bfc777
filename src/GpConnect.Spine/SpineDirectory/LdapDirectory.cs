using System.DirectoryServices.Protocols;
using System.Text;
using GpConnect.Foundations.Certificates;
using GpConnect.Foundations.Errors;

namespace GpConnect.Spine.SpineDirectory;

/// <summary>SDS over LDAP, on one connection that is opened when it is needed and opened again after a loss.</summary>
internal sealed class LdapDirectory(SdsOptions options) : ISpineDirectory
{
    private const string Endpoint = "nhsMHSEndPoint";
    private const string PartyKey = "nhsMHSPartyKey";
    private const string Asid = "uniqueIdentifier";

    private readonly SemaphoreSlim turn = new(1);
    private LdapSession? session;

    public Task<Result<MhsRecord[], SdsFailure>> FindMhsAsync(string odsCode, string interaction, CancellationToken cancellation) => SearchAsync(
        LdapFilter.All(("nhsIDCode", odsCode), ("objectClass", "nhsMhs"), ("nhsMhsSvcIA", interaction)),
        [Endpoint, PartyKey],
        entry => Each(entry, Endpoint).Select(endpoint => new MhsRecord(endpoint, Values(entry, PartyKey).FirstOrDefault())),
        cancellation);

    public Task<Result<AsRecord[], SdsFailure>> FindAsAsync(AsQuery query, CancellationToken cancellation)
    {
        List<(string Attribute, string Value)> parts = [("nhsIDCode", query.OdsCode), ("objectClass", "nhsAs"), ("nhsAsSvcIA", query.Interaction)];
        if (query.PartyKey is { } partyKey)
        {
            parts.Add((PartyKey, partyKey));
        }

        if (query.Supplier is { } supplier)
        {
            parts.Add(("nhsMhsManufacturerOrg", supplier));
        }

        return SearchAsync(
            LdapFilter.All(parts),
            [Asid, PartyKey],
            entry => Each(entry, Asid).Select(asid => new AsRecord(asid, Values(entry, PartyKey).FirstOrDefault())),
            cancellation);
    }

    public void Dispose()
    {
        session?.Dispose();
        turn.Dispose();
    }

    private async Task<Result<T[], SdsFailure>> SearchAsync<T>(
        string filter, string[] attributes, Func<SearchResultEntry, IEnumerable<T>> read, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var request = new SearchRequest(options.SdsBaseDn, filter, SearchScope.Subtree, attributes);
            var found = await SearchAsync(request, cancellation);
            return found.Try(out var response, out var error) ? response.Entries.Cast<SearchResultEntry>().SelectMany(read).ToArray() : error;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<Result<SearchResponse, SdsFailure>> SearchAsync(SearchRequest request, CancellationToken cancellation)
    {
        for (var isNew = session is null; ; isNew = true)
        {
            if (session is null && !(await ConnectAsync(cancellation)).Try(out session, out var refused))
            {
                return refused;
            }

            try
            {
                return await session.SearchAsync(request, cancellation);
            }
            catch (DirectoryOperationException exception)
            {
                return Unavailable($"SDS answered {exception.Response?.ResultCode.ToString() ?? "with an error"} to the search below {options.SdsBaseDn}.");
            }
            catch (Exception exception) when (exception is LdapException or TimeoutException or OperationCanceledException)
            {
                session.Dispose();
                session = null;
                if (exception is OperationCanceledException)
                {
                    throw;
                }

                // The server may have closed an idle connection, so only a failure on a new connection counts.
                if (isNew || exception is TimeoutException)
                {
                    return Unavailable(exception is TimeoutException
                        ? $"SDS did not answer within {options.SdsQuerySeconds} seconds."
                        : "SDS closed the connection before it had answered.");
                }
            }
        }
    }

    private async Task<Result<LdapSession, SdsFailure>> ConnectAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await LdapSession.OpenAsync(options, cancellation);
            }
            catch (Exception exception) when (PemSource.IsExpected(exception))
            {
                return Unavailable($"The files for TLS with SDS (GPCONNECT_SDSCLIENTCERTIFICATE, GPCONNECT_SDSCLIENTKEY, GPCONNECT_SDSROOTS) cannot be used: {PemSource.Describe(exception)}.");
            }
            catch (LdapConnectException exception)
            {
                if (attempt >= options.SdsConnectionTries || !exception.IsTransient)
                {
                    return Unavailable(exception.Message);
                }
            }
        }
    }

    private static SdsFailure Unavailable(string message) => new(SdsFailureKind.Unavailable, message);

    /// <summary>The values, or a single null when there are none: an entry without the attribute still counts as an entry.</summary>
    private static IEnumerable<string?> Each(SearchResultEntry entry, string attribute) => Values(entry, attribute).Cast<string?>().DefaultIfEmpty(null);

    /// <summary>The values, always decoded as UTF-8; the library itself would return bytes for a value that is not UTF-8.</summary>
    private static IEnumerable<string> Values(SearchResultEntry entry, string attribute) =>
        entry.Attributes[attribute]?.GetValues(typeof(byte[])).Cast<byte[]>().Select(Encoding.UTF8.GetString) ?? [];
}
