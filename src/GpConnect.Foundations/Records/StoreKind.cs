namespace GpConnect.Foundations.Records;

/// <summary>The configured store, for measurements.</summary>
/// <param name="Name">OpenTelemetry's name of the system, such as <c>sqlite</c> or <c>azure.cosmosdb</c>.</param>
internal sealed record StoreKind(string Name);
