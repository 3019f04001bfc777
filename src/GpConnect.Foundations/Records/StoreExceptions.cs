namespace GpConnect.Foundations.Records;

/// <summary>A stored record or its index cannot be used. The message holds no patient data.</summary>
internal abstract class RecordException(string message) : Exception(message);

/// <summary>The bytes of a record are not the ones that were written, or not a resource of its type.</summary>
internal sealed class CorruptRecordException(RecordKey key, string why = "does not match its checksum")
    : RecordException($"The stored {key.ResourceType} {why}.");

/// <summary>The identifier index and the records contradict each other. Serving an indexed record could serve the wrong patient.</summary>
internal sealed class CorruptIndexException(string message) : RecordException(message);

/// <summary>A newer release wrote the data, so it may mean something else than this release assumes.</summary>
internal sealed class NewerSchemaException(string message) : RecordException(message);

/// <summary>The store does not accept a record of this size.</summary>
internal sealed class RecordTooLargeException() : RecordException("A record is larger than the store accepts.");

/// <summary>The store is overloaded or locked; the same operation may succeed later.</summary>
internal sealed class StoreBusyException(Exception? inner = null, string message = "The store is busy.") : Exception(message, inner);

/// <summary>There is too little free space for this write; nothing was written.</summary>
internal sealed class StoreFullException() : IOException("The disk is nearly full; nothing was changed.");

/// <summary>The store cannot be reached, fails, or takes too long. Whether a change was made is not known.</summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
