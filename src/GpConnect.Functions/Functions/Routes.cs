namespace GpConnect.Functions.Functions;

/// <summary>
/// The routes by which the Functions host chooses a function. The checks do not rely on its choice: they match the path again,
/// strictly and below the configured service root.
/// </summary>
internal static class Routes
{
    /// <summary>The default service root. Requests below any other root arrive through <see cref="Unmatched"/>.</summary>
    public const string Root = "{ods}/STU3/1/gpconnect/";
}
