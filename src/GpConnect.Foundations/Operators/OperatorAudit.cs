using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Practices;

namespace GpConnect.Foundations.Operators;

/// <summary>
/// Creates the audit entries of an operator's commands (transport.md §6). They name the user of the operating system, the machine
/// and the command. Of its arguments, they hold only practices, resource ids and the details that the command declares safe.
/// </summary>
internal sealed class OperatorAudit(TimeProvider clock)
{
    public const string Done = "done";
    public const string Started = "started";
    public const string Failed = "failed";

    /// <summary>The operator's user name in the operating system. Read once, because that reads a file.</summary>
    public static string User { get; } = Environment.UserName;

    /// <summary>The entry for a saved practice, with its new state.</summary>
    public AuditEntry Entry(string command, Practice practice, params IReadOnlyList<KeyValuePair<string, string>> details) => Entry(
        command,
        Done,
        practice.OdsCode,
        details:
        [
            .. details,
            new("asid", practice.Asid),
            new("gpConnect", practice.GpConnect ? "on" : "off"),
            new("capabilities", string.Join(' ', practice.Capabilities)),
        ]);

    /// <param name="resources">The resources that the command touched, such as <c>Patient/17</c>.</param>
    /// <param name="details">More about the change; the caller must not pass patient data.</param>
    public AuditEntry Entry(
        string command,
        string outcome,
        string? practice = null,
        IReadOnlyList<string>? resources = null,
        IReadOnlyList<KeyValuePair<string, string>>? details = null)
    {
        return new AuditEntry(JsonText.Object(json =>
        {
            json.WriteString(AuditEntry.Id, AuditEntry.NewId());
            json.WriteString("time", clock.GetUtcNow());
            json.WriteString(AuditEntry.Kind, "operator");
            json.WriteString("practice", practice);
            json.WriteString("command", command);
            json.WriteString("user", User);
            json.WriteString("machine", Environment.MachineName);
            json.WriteStartArray("resources");
            foreach (var resource in resources ?? [])
            {
                json.WriteStringValue(resource);
            }

            json.WriteEndArray();
            json.WriteStartObject("details");
            foreach (var (name, value) in details ?? [])
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteString("outcome", outcome);
            json.WriteString("version", ProductVersion.Text);
        }));
    }
}
