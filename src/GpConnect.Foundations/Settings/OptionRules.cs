namespace GpConnect.Foundations.Settings;

/// <summary>Rules that options of several features share.</summary>
internal static class OptionRules
{
    /// <summary>Minimum length of a key in bytes.</summary>
    public const int MinimumKey = 32;

    /// <summary>
    /// Whether the connection to a service cannot be intercepted: an absolute URI with HTTPS or to the loopback address, or no
    /// service at all.
    /// </summary>
    public static bool IsSecure(Uri? uri) => uri is null
        || uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);

    /// <summary>Whether the text is base64 of at least <see cref="MinimumKey"/> bytes.</summary>
    public static bool IsKey(string text)
    {
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length >= MinimumKey;
    }
}
