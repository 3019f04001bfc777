using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Storage.Sqlite;

/// <summary>The embedded store and its disk.</summary>
internal sealed record EmbeddedStoreOptions : FeatureOptions
{
    /// <summary>Folder of the embedded store. The default is <c>gpconnect-foundations</c> in the user's local data folder.</summary>
    [Required(ErrorMessage = "DataFolder must not be empty")]
    public string DataFolder { get; init; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "gpconnect-foundations");

    /// <summary>
    /// Free space in megabytes on the embedded store's disk below which the store warns and requests of unidentified users fail,
    /// at least 1. The default is 512.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int DiskWarningMegabytes { get; init; } = 512;

    /// <summary>Megabytes that the embedded store reserves for the audit trail of a full disk, at least 1. The default is 64.</summary>
    [Range(1, int.MaxValue)]
    public int DiskReserveMegabytes { get; init; } = 64;
}
