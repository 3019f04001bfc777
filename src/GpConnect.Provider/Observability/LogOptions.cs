using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Provider.Observability;

/// <summary>Settings of the log.</summary>
internal sealed record LogOptions : FeatureOptions
{
    /// <summary>
    /// Lowest level that is logged: Trace, Debug, Information, Warning, Error or Critical. The default is Information without the
    /// line for each request that <see cref="Observability.RequestLog"/> writes.
    /// </summary>
    [EnumDataType(typeof(LogLevel))]
    public LogLevel? LogLevel { get; init; }
}
