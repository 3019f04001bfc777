namespace GpConnect.Functions.Importing.BatchTrace;

/// <summary>The batch trace services whose files are understood (spine-clients.md §3).</summary>
internal static class TraceProfile
{
    /// <summary>PDS over MESH.</summary>
    public const string PdsMesh = "pds-mesh";

    /// <summary>Master Person Trace; closed to new users.</summary>
    public const string Mpt = "mpt";

    /// <summary>Demographics Batch Service. The layout of its requests is not known.</summary>
    public const string DbsCsv = "dbs-csv";

    /// <summary>What the control records of <see cref="Mpt"/> name.</summary>
    public const string MptWorkflow = "SPINE_MPTPHASE4_TRACE";

    public static string[] WithRequests => [PdsMesh, Mpt];

    public static string[] All => [PdsMesh, Mpt, DbsCsv];
}
