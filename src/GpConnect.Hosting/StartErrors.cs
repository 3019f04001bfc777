using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using System.Net.Sockets;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Settings;

namespace GpConnect.Hosting;

/// <summary>Failures that settings, disks, permissions and other processes cause; any other is our bug and keeps its stack trace.</summary>
internal static class StartErrors
{
    /// <returns>What to print, in one line; null for a bug.</returns>
    public static string? Describe(Exception exception) => exception switch
    {
        StoreUnavailableException => exception.Message,
        ValidationException => SettingsReader.Sentences(KnownSettings.Names.Name(exception.Message.ReplaceLineEndings(" "))),
        IOException or UnauthorizedAccessException or InvalidDataException or DbException or RecordException or SocketException
            => $"The store or a file cannot be used: {exception.GetBaseException().Message}",
        _ => null,
    };
}
