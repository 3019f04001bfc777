namespace GpConnect.Spine.SpineDirectory;

/// <summary>Creates the directory that the settings choose.</summary>
internal static class SdsDirectory
{
    public const string SecureLdap = "ldaps";
    public const string PlainLdap = "ldap";

    /// <returns>Null when no directory is set.</returns>
    public static ISpineDirectory? Of(SdsOptions options) => options switch
    {
        { SdsLdap: not null } => new LdapDirectory(options),
        { SdsFhirEndpoint: not null } => new FhirDirectory(options),
        _ => null,
    };
}
