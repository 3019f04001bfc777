using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>The Cosmos DB store and the blob container of its audit trail.</summary>
internal sealed record CosmosOptions : FeatureOptions
{
    /// <summary>
    /// Account endpoint of the Cosmos DB store, for example <c>https://name.documents.azure.com/</c>. Without it the embedded store
    /// is used.
    /// </summary>
    public Uri? CosmosEndpoint { get; init; }

    /// <summary>Name of the database in the Cosmos DB account. The default is <c>gpconnect</c>.</summary>
    [Required]
    public string CosmosDatabase { get; init; } = "gpconnect";

    /// <summary>
    /// Key of the Cosmos DB account, only for an emulator on loopback; in Azure the managed identity is used. Not set by default.
    /// </summary>
    public string? CosmosKey { get; init; }

    /// <summary>
    /// URI of the blob container of the audit trail, for example <c>https://name.blob.core.windows.net/audit</c>. Required with
    /// <see cref="CosmosEndpoint"/>, and only then allowed.
    /// </summary>
    public Uri? AuditContainer { get; init; }

    /// <summary>
    /// Key of the keyed hashes under which identifiers are stored, base64 of at least 32 bytes; the embedded store generates its
    /// own. Required with <see cref="CosmosEndpoint"/>, and only then allowed.
    /// </summary>
    public string? IdentifierKey { get; init; }

    /// <summary>Seconds that one call to the Cosmos DB account may take with all its retries, 1 to 30. The default is 1.</summary>
    [Range(1, 30)]
    public int StoreTimeoutSeconds { get; init; } = 1;

    public override IEnumerable<string> Errors(ProviderSettings settings)
    {
        if (CosmosEndpoint is null != AuditContainer is null || CosmosEndpoint is null != IdentifierKey is null)
        {
            yield return "CosmosEndpoint, AuditContainer and IdentifierKey go together";
        }

        if (!OptionRules.IsSecure(CosmosEndpoint))
        {
            yield return "CosmosEndpoint must be an https URL, except on loopback";
        }

        if (!OptionRules.IsSecure(AuditContainer))
        {
            yield return "AuditContainer must be an https URL, except on loopback";
        }

        if (CosmosKey is not null && CosmosEndpoint is not { IsLoopback: true })
        {
            yield return "CosmosKey is for an emulator on loopback only";
        }

        if (CosmosKey is not null && !OptionRules.IsKey(CosmosKey))
        {
            yield return $"CosmosKey must be base64 of at least {OptionRules.MinimumKey} bytes";
        }

        if (IdentifierKey is not null && !OptionRules.IsKey(IdentifierKey))
        {
            yield return $"IdentifierKey must be base64 of at least {OptionRules.MinimumKey} bytes";
        }
    }
}
