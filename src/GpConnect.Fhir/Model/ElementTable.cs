namespace Hl7.Fhir.Model;

/// <summary>
/// The elements of one type, in the order of STU3, which the SDK enumerates, gets, sets, copies and compares.
/// One line per element instead of six overrides per class.
/// </summary>
public sealed class ElementTable<TOwner>
    where TOwner : Base
{
    private readonly List<IElement> _elements = [];

    internal ElementTable<TOwner> One<T>(string name, Func<TOwner, T?> get, Action<TOwner, T?> set)
        where T : Base
    {
        _elements.Add(new Single<T>(name, get, set));
        return this;
    }

    internal ElementTable<TOwner> List<T>(string name, Func<TOwner, List<T>> get, Action<TOwner, List<T>?> set)
        where T : Base
    {
        _elements.Add(new Repeating<T>(name, get, set));
        return this;
    }

    internal IEnumerable<KeyValuePair<string, object>> Enumerate(TOwner owner)
    {
        foreach (var element in _elements)
        {
            if (element.Get(owner) is { } value)
            {
                yield return new(element.Name, value);
            }
        }
    }

    internal IElement? Find(string name) => _elements.Find(element => element.Name == name);

    internal void Copy(TOwner from, TOwner to) => _elements.ForEach(element => element.Copy(from, to));

    internal bool AreEqual(TOwner left, TOwner right, IEqualityComparer<Base> comparer) =>
        _elements.TrueForAll(element => element.AreEqual(left, right, comparer));

    internal interface IElement
    {
        string Name { get; }

        object? Get(TOwner owner);

        bool TrySet(TOwner owner, object? value);

        void Copy(TOwner from, TOwner to);

        bool AreEqual(TOwner left, TOwner right, IEqualityComparer<Base> comparer);
    }

    private sealed class Single<T>(string name, Func<TOwner, T?> get, Action<TOwner, T?> set) : IElement
        where T : Base
    {
        public string Name => name;

        public object? Get(TOwner owner) => get(owner);

        public bool TrySet(TOwner owner, object? value)
        {
            var fits = value is null or T;
            set(owner, value as T);
            return fits;
        }

        public void Copy(TOwner from, TOwner to) => set(to, get(from)?.DeepCopy());

        public bool AreEqual(TOwner left, TOwner right, IEqualityComparer<Base> comparer) =>
            comparer.Equals(get(left), get(right));
    }

    private sealed class Repeating<T>(string name, Func<TOwner, List<T>> get, Action<TOwner, List<T>?> set) : IElement
        where T : Base
    {
        public string Name => name;

        public object? Get(TOwner owner) => get(owner) is { Count: > 0 } list ? list : null;

        public bool TrySet(TOwner owner, object? value)
        {
            var fits = value is null or List<T>;
            set(owner, value as List<T>);
            return fits;
        }

        public void Copy(TOwner from, TOwner to) => set(to, [.. get(from).DeepCopy()]);

        public bool AreEqual(TOwner left, TOwner right, IEqualityComparer<Base> comparer) =>
            comparer.ListEquals(get(left), get(right));
    }
}
