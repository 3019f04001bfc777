namespace GpConnect.Importing.BatchTrace;

/// <summary>The batch trace services whose files can be read (spine-clients.md §3).</summary>
internal static class BatchTraceProfile
{
    /// <summary>PDS over MESH.</summary>
    public const string PdsMesh = "pds-mesh";

    /// <summary>Master Person Trace; closed to new users.</summary>
    public const string Mpt = "mpt";

    /// <summary>Demographics Batch Service. The layout of its requests is not known.</summary>
    public const string DbsCsv = "dbs-csv";

    /// <summary>The workflow that the control record of a request names.</summary>
    public const string RequestWorkflow = "SPINE_MPTPHASE4_TRACE";

    /// <summary>The workflow that the control record of a response names, by <see cref="PdsMesh"/> too.</summary>
    public const string ResponseWorkflow = "SPINE_MPT_RESPONSE";

    public static string[] WithRequests => [PdsMesh, Mpt];

    public static string[] All => [PdsMesh, Mpt, DbsCsv];
}
