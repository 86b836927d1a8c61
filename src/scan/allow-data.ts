// Made by scripts/make-scan-list.mjs; do not edit.
/** Names that pickles of libraries hold, and what may be done with them: `module kinds/rule:name,name`. */
export const ALLOWED: string = `\
ConfigParser bcr:DuplicateOptionError,DuplicateSectionError,InterpolationDepthError,InterpolationError,InterpolationMissingOptionError,InterpolationSyntaxError,MissingSectionHeaderError,NoOptionError,NoSectionError,ParsingError
Cookie bnrs:Morsel nrs:SimpleCookie
Queue bcr:Empty,Full
UserDict bnr:IterableUserDict
UserList bnr:UserList
UserString bnr:UserString
__builtin__ r:Ellipsis,NotImplemented,abs,all,any,bool,callable,chr,dict,divmod,float,hash,id,int,isinstance,len,list,long,max,memoryview,min,next,ord,pow,print,repr,round,sorted,str,sum,tuple,unichr,unicode cr:bytearray,bytes,complex,frozenset,set cr/0:enumerate bcr/1:iter nr:object c/2:reduce c:getattr,slice,xrange cr/3:type bcr:BaseExceptionGroup,BlockingIOError,EncodingWarning,ExceptionGroup,PythonFinalizationError,RecursionError,ResourceWarning,StopAsyncIteration,_IncompleteInputError bcr/0:reversed
_abcoll r:Callable,Collection,Container,Generator,Hashable,Iterable,Iterator,Mapping,MutableMapping,MutableSequence,MutableSet,Sequence,Set,Sized
_codecs c/4:encode
_csv bcr:Error
_functools c/2:reduce
_io bnr:BytesIO,StringIO
_operator r:abs,add,and_,concat,contains,eq,floordiv,ge,gt,invert,le,lshift,lt,matmul,mod,mul,ne,neg,not_,or_,pos,pow,rshift,sub,truediv,xor cr/5:getitem
_pickle bcr:PickleError,PicklingError,UnpicklingError
_queue bcr:Empty
accelerate.state bnr:PartialState
accelerate.utils.dataclasses cr:DistributedType
array c/6:_array_reconstructor cr/7:array
asyncio.exceptions bcr:CancelledError,IncompleteReadError,InvalidStateError,LimitOverrunError,TimeoutError
builtins r:Ellipsis,NotImplemented,abs,all,any,bool,callable,chr,dict,divmod,float,hash,id,int,isinstance,len,list,max,memoryview,min,next,ord,pow,print,repr,round,sorted,str,sum,tuple bcr:ArithmeticError,AssertionError,AttributeError,BaseException,BaseExceptionGroup,BlockingIOError,BrokenPipeError,BufferError,BytesWarning,ChildProcessError,ConnectionAbortedError,ConnectionError,ConnectionRefusedError,ConnectionResetError,DeprecationWarning,EOFError,EncodingWarning,Exception,ExceptionGroup,FileExistsError,FileNotFoundError,FloatingPointError,FutureWarning,GeneratorExit,ImportError,ImportWarning,IndentationError,IndexError,InterruptedError,IsADirectoryError,KeyError,KeyboardInterrupt,LookupError,MemoryError,ModuleNotFoundError,NameError,NotADirectoryError,NotImplementedError,OSError,OverflowError,PendingDeprecationWarning,PermissionError,ProcessLookupError,PythonFinalizationError,RecursionError,ReferenceError,ResourceWarning,RuntimeError,RuntimeWarning,StopAsyncIteration,StopIteration,SyntaxError,SyntaxWarning,SystemError,SystemExit,TabError,TimeoutError,TypeError,UnboundLocalError,UnicodeDecodeError,UnicodeEncodeError,UnicodeError,UnicodeTranslateError,UnicodeWarning,UserWarning,ValueError,Warning,ZeroDivisionError,_IncompleteInputError cr:bytearray,bytes,complex,frozenset,range,set,slice cr/0:enumerate,zip bcr/1:iter cr/3:type nr:object bcr/0:reversed c:getattr
calendar bnr:Calendar cr:Day,Month
collections bnr:ChainMap,UserDict,UserList,UserString cr:Counter bcrs:OrderedDict crs/8:defaultdict acr:deque
collections.abc r:Callable,Collection,Container,Generator,Hashable,Iterable,Iterator,Mapping,MutableMapping,MutableSequence,MutableSet,Sequence,Set,Sized
commands bcr:CalledProcessError,TimeoutExpired
concurrent.futures._base bcr:BrokenExecutor,CancelledError,InvalidStateError,TimeoutError
configparser bcr:DuplicateOptionError,DuplicateSectionError,Error,InterpolationDepthError,InterpolationError,InterpolationMissingOptionError,InterpolationSyntaxError,MissingSectionHeaderError,NoOptionError,NoSectionError,ParsingError
contextlib bnr:nullcontext
cookielib bnr:Cookie
copy_reg bc/9:_reconstructor bc:__newobj__,__newobj_ex__
copyreg bc/9:_reconstructor bc:__newobj__,__newobj_ex__
dataclasses r:_MISSING_TYPE,field
datetime c:date,datetime,time,timedelta,timezone cr/42:tzinfo
dateutil._common bnr:weekday
dateutil.relativedelta bn:relativedelta
dateutil.tz._tzfile cu/13:_unpickle r:tzfile
dateutil.tz.tz bcnr:tzoffset cnr:tzutc bnr:_ttinfo,tzlocal,tzrange,tzstr bcr/43:tzfile
decimal cr:Decimal r:Clamped,Inexact,Overflow,Rounded,Subnormal,Underflow bcn:Context nr:DecimalTuple bcr:DivisionByZero,InvalidOperation
difflib nr:Match
django.contrib.auth.models r:User
django.core.exceptions bcr:ObjectDoesNotExist,PermissionDenied,ValidationError
django.db.models.base bnru:ModelState bcu:model_unpickle
django.db.models.expressions bnru:Col,F
django.db.models.fetch_modes ru:FETCH_ONE
django.db.models.fields cu:_load_field
django.db.models.lookups bnru:Exact
django.db.models.query_utils bnru:Q
django.db.models.sql.datastructures bnru:BaseTable
django.db.models.sql.query bnru:Query
django.db.models.sql.where bnru:WhereNode
django.http.request bnrs:QueryDict
django.http.response bnr:HttpResponse,ResponseHeaders
django.utils.datastructures bnrs:MultiValueDict
django.utils.functional c/14:_lazy_proxy_unpickle
django.utils.safestring nr:SafeString
django.utils.translation r:gettext
email._header_value_parser abnr:Attribute,BareQuotedString,CFWSList,ContentTransferEncoding,ContentType,MIMEVersion,MimeParameters,Parameter,QuotedString,Token,UnstructuredTokenList,Value bnr:ValueTerminal,WhiteSpaceTerminal
email._policybase nr:Compat32
email.headerregistry r:BaseHeader,ContentTransferEncodingHeader,ContentTypeHeader,MIMEVersionHeader,UniqueUnstructuredHeader bc/10:_reconstruct_header
email.message bnr:EmailMessage,Message
email.policy nr:EmailPolicy
enum r:Enum,auto
exceptions bcr:ArithmeticError,AssertionError,AttributeError,BaseException,BufferError,BytesWarning,DeprecationWarning,EOFError,EnvironmentError,Exception,FloatingPointError,FutureWarning,GeneratorExit,IOError,ImportError,ImportWarning,IndentationError,IndexError,KeyError,KeyboardInterrupt,LookupError,MemoryError,NameError,NotImplementedError,OSError,OverflowError,PendingDeprecationWarning,ReferenceError,RuntimeError,RuntimeWarning,StandardError,StopIteration,SyntaxError,SyntaxWarning,SystemError,SystemExit,TabError,TypeError,UnboundLocalError,UnicodeDecodeError,UnicodeEncodeError,UnicodeError,UnicodeTranslateError,UnicodeWarning,UserWarning,ValueError,Warning,ZeroDivisionError
fractions cr:Fraction
functools bcx/11:partial c/2:reduce
graphlib bcr:CycleError
http cr:HTTPMethod,HTTPStatus
http.cookiejar bnr:Cookie
http.cookies bnrs:Morsel nrs:SimpleCookie
ipaddress cr:IPv4Address,IPv4Interface,IPv4Network,IPv6Address,IPv6Interface,IPv6Network
itertools cr/0:izip bcr/0:chain,combinations,compress,count,cycle,islice,izip_longest,permutations,product,repeat,zip_longest
joblib.numpy_pickle bnr:NumpyArrayWrapper bnu:NDArrayWrapper,ZNDArrayWrapper
json.decoder bcr:JSONDecodeError r:JSONDecoder
json.encoder r:JSONEncoder
lightgbm.basic bnr:Booster
lightgbm.sklearn bnr:LGBMClassifier,LGBMRegressor
logging c:getLogger bnr:Formatter,LogRecord,Logger,Manager,PercentStyle,RootLogger
math r:ceil,exp,floor,log,sin,sqrt
ml_dtypes r:bfloat16,float4_e2m1fn,float6_e2m3fn,float6_e3m2fn,float8_e3m4,float8_e4m3,float8_e4m3b11fnuz,float8_e4m3fn,float8_e4m3fnuz,float8_e5m2,float8_e5m2fnuz,float8_e8m0fnu,int1,int2,int4,uint1,uint2,uint4
networkx.classes.coreviews bnr:AdjacencyView,MultiAdjacencyView
networkx.classes.digraph bnr:DiGraph
networkx.classes.graph bnr:Graph
networkx.classes.multidigraph bnr:MultiDiGraph
networkx.classes.multigraph bnr:MultiGraph
networkx.classes.reportviews bnr:DegreeView,EdgeView,NodeView
nltk.classify.naivebayes bnr:NaiveBayesClassifier
nltk.probability crs:ConditionalFreqDist bnr:ELEProbDist cr:FreqDist
nltk.redos bcnru:TimedPattern
nltk.stem.lancaster bnr:LancasterStemmer
nltk.stem.porter bnr:PorterStemmer
nltk.stem.snowball bnr:EnglishStemmer,SnowballStemmer r:EnglishStemmer.stem
nltk.tag.perceptron bnr:AveragedPerceptron,PerceptronTagger
nltk.tag.sequential bnr:BigramTagger,DefaultTagger,RegexpTagger,UnigramTagger
nltk.tokenize.punkt bnr:PunktLanguageVars,PunktParameters,PunktSentenceTokenizer r:PunktToken
nltk.tree.tree abnr:Tree
numbers r:Integral,Number,Real
numpy r:absolute,add,all,any,arccos,arccosh,arcsin,arcsinh,arctan,arctan2,arctanh,argmax,argmin,array,asarray,average,bitwise_and,bitwise_count,bitwise_or,bitwise_xor,bool,bool_,bytes_,cbrt,ceil,character,chararray,clip,clongdouble,complex128,complex256,complex64,complexfloating,concatenate,conjugate,copysign,corrcoef,cos,cosh,cov,cumsum,datetime64,deg2rad,degrees,diff,divide,divmod,dot,equal,exp,exp2,expm1,fabs,flexible,float128,float16,float32,float64,float_power,floating,floor,floor_divide,fmax,fmin,fmod,frexp,gcd,generic,greater,greater_equal,heaviside,histogram,hypot,inexact,int16,int32,int64,int8,intc,integer,interp,invert,isclose,isfinite,isinf,isnan,isnat,lcm,ldexp,left_shift,less,less_equal,linspace,log,log10,log1p,log2,logaddexp,logaddexp2,logical_and,logical_not,logical_or,logical_xor,long,longdouble,longlong,matmul,matrix,matvec,max,maximum,mean,median,memmap,min,minimum,modf,multiply,nanmax,nanmean,nanmedian,nanmin,nanstd,nansum,ndarray,negative,nextafter,not_equal,number,object_,ones,percentile,positive,power,prod,quantile,rad2deg,radians,recarray,reciprocal,record,remainder,right_shift,rint,round,sign,signbit,signedinteger,sin,sinh,sort,spacing,sqrt,square,std,str_,string_,subtract,sum,tan,tanh,timedelta64,trapezoid,trunc,uint16,uint32,uint64,uint8,uintc,ulong,ulonglong,unicode_,unique,unsignedinteger,var,vecdot,vecmat,void,where,zeros bcr/15:dtype bnr:finfo,iinfo,poly1d,vectorize
numpy.char r:chararray
numpy.core c/18:_ufunc_reconstruct
numpy.core._internal c:_convert_to_stringdtype_kwargs
numpy.core._multiarray_umath r:add,expm1,log1p,sin bc/16:_reconstruct c/17:scalar
numpy.core.defchararray r:chararray
numpy.core.fromnumeric r:mean,sum
numpy.core.getlimits bnr:MachArLike,iinfo
numpy.core.memmap r:memmap
numpy.core.multiarray bc/16:_reconstruct c/17:scalar r:zeros
numpy.core.numeric c/17:_frombuffer
numpy.dtypes r:BoolDType,BytesDType,CLongDoubleDType,Complex128DType,Complex64DType,DateTime64DType,Float16DType,Float32DType,Float64DType,Int16DType,Int32DType,Int64DType,Int8DType,LongDoubleDType,LongLongDType,ObjectDType,StrDType,TimeDelta64DType,UInt16DType,UInt32DType,UInt64DType,UInt8DType,ULongLongDType,VoidDType
numpy.exceptions bcr:AxisError,ComplexWarning,DTypePromotionError,VisibleDeprecationWarning
numpy.lib.polynomial bnr:poly1d
numpy.linalg bcr:LinAlgError r:inv,norm
numpy.ma r:MaskedArray
numpy.ma.core r:MaskedArray bc/19:_mareconstruct cr/42:MaskedConstant
numpy.matrixlib.defmatrix r:matrix
numpy.polynomial.chebyshev bnr:Chebyshev
numpy.polynomial.hermite bnr:Hermite
numpy.polynomial.hermite_e bnr:HermiteE
numpy.polynomial.laguerre bnr:Laguerre
numpy.polynomial.legendre bnr:Legendre
numpy.polynomial.polynomial bnr:Polynomial
numpy.random bcr:__RandomState_ctor
numpy.random._bit_generator r:SeedSequence bc/44:__pyx_unpickle_SeedSequence
numpy.random._mt19937 r:MT19937
numpy.random._pcg64 r:PCG64,PCG64DXSM
numpy.random._philox r:Philox
numpy.random._pickle bcr/20:__bit_generator_ctor bc/21:__generator_ctor,__randomstate_ctor
numpy.random._sfc64 r:SFC64
numpy.random.bit_generator r:SeedSequence bc/22:__pyx_unpickle_SeedSequence
numpy.rec r:recarray
operator r:abs,add,and_,concat,contains,eq,floordiv,ge,gt,invert,le,lshift,lt,mod,mul,ne,neg,not_,or_,pos,pow,rshift,sub,truediv,xor c/0:itemgetter cr/5:getitem
os cr:stat_result,terminal_size
pandas bnr:ArrowDtype,BooleanDtype,CategoricalDtype,DataFrame,DatetimeTZDtype,Float32Dtype,Float64Dtype,Int16Dtype,Int32Dtype,Int64Dtype,Int8Dtype,IntervalDtype,Series,SparseDtype,UInt16Dtype,UInt32Dtype,UInt64Dtype,UInt8Dtype r:Categorical,CategoricalIndex,DatetimeIndex,Index,IntervalIndex,MultiIndex,NA,PeriodIndex,RangeIndex,TimedeltaIndex bcr:DateOffset cr:Interval,Period,PeriodDtype,StringDtype
pandas._libs.arrays bc/23:__pyx_unpickle_NDArrayBacked
pandas._libs.internals c:_unpickle_block
pandas._libs.interval cr:Interval bc/24:__pyx_unpickle_IntervalMixin
pandas._libs.missing r:NA
pandas._libs.period cr:Period
pandas._libs.sparse cr:BlockIndex,IntIndex
pandas._libs.tslib cr:Timedelta,Timestamp,__nat_unpickle
pandas._libs.tslibs.nattype c:__nat_unpickle,_nat_unpickle
pandas._libs.tslibs.offsets bcnr:BHalfYearBegin,BHalfYearEnd,BQuarterBegin,BQuarterEnd,BYearBegin,BYearEnd,BaseOffset,BusinessDay,BusinessHour,BusinessMonthBegin,BusinessMonthEnd,CustomBusinessDay,CustomBusinessHour,CustomBusinessMonthBegin,CustomBusinessMonthEnd,DateOffset,Day,Easter,FY5253,FY5253Quarter,HalfYearBegin,HalfYearEnd,Hour,LastWeekOfMonth,Micro,Milli,Minute,MonthBegin,MonthEnd,Nano,QuarterBegin,QuarterEnd,Second,SemiMonthBegin,SemiMonthEnd,Tick,Week,WeekOfMonth,YearBegin,YearEnd
pandas._libs.tslibs.period cr:Period bc/45:__pyx_unpickle_PeriodMixin
pandas._libs.tslibs.timedeltas cr:Timedelta c:_timedelta_unpickle
pandas._libs.tslibs.timestamps cr:Timestamp c:_unpickle_timestamp
pandas.arrays bnr:ArrowExtensionArray,ArrowStringArray,BooleanArray,FloatingArray,IntegerArray,SparseArray r:DatetimeArray,IntervalArray,NumpyExtensionArray,PeriodArray,StringArray,TimedeltaArray
pandas.core.arrays.arrow.array bnr:ArrowExtensionArray
pandas.core.arrays.arrow.dtype bnr:ArrowDtype
pandas.core.arrays.boolean bnr:BooleanArray,BooleanDtype,Float32Dtype,Float64Dtype,Int16Dtype,Int32Dtype,Int64Dtype,Int8Dtype,UInt16Dtype,UInt32Dtype,UInt64Dtype,UInt8Dtype
pandas.core.arrays.categorical bnr:Categorical
pandas.core.arrays.datetimes bnr:DatetimeArray
pandas.core.arrays.floating bnr:BooleanDtype,Float32Dtype,Float64Dtype,FloatingArray,Int16Dtype,Int32Dtype,Int64Dtype,Int8Dtype,UInt16Dtype,UInt32Dtype,UInt64Dtype,UInt8Dtype
pandas.core.arrays.integer bnr:BooleanDtype,Float32Dtype,Float64Dtype,Int16Dtype,Int32Dtype,Int64Dtype,Int8Dtype,IntegerArray,UInt16Dtype,UInt32Dtype,UInt64Dtype,UInt8Dtype
pandas.core.arrays.interval r:IntervalArray
pandas.core.arrays.numpy_ r:NumpyExtensionArray bnr:PandasArray,PandasDtype
pandas.core.arrays.period bnr:PeriodArray
pandas.core.arrays.sparse bnr:SparseArray,SparseDtype
pandas.core.arrays.sparse.array bnr:SparseArray
pandas.core.arrays.sparse.dtype bnr:SparseDtype
pandas.core.arrays.string_ bnr:StringArray bcnr:StringDtype
pandas.core.arrays.string_arrow bnr:ArrowStringArrayNumpySemantics
pandas.core.arrays.timedeltas bnr:TimedeltaArray
pandas.core.categorical bnr:Categorical
pandas.core.dtypes.dtypes bnr:ArrowDtype,CategoricalDtype,DatetimeTZDtype,IntervalDtype,NumpyEADtype,PandasDtype,SparseDtype bcnr:PeriodDtype
pandas.core.frame bnr:DataFrame
pandas.core.indexes.base r:Index c/25:_new_Index
pandas.core.indexes.category r:CategoricalIndex
pandas.core.indexes.datetimes r:DatetimeIndex c/25:_new_DatetimeIndex
pandas.core.indexes.frozen r:FrozenNDArray
pandas.core.indexes.interval r:IntervalIndex c/25:_new_IntervalIndex
pandas.core.indexes.multi r:MultiIndex
pandas.core.indexes.numeric r:Float64Index,Int64Index,UInt64Index
pandas.core.indexes.period r:PeriodIndex
pandas.core.indexes.range r:RangeIndex
pandas.core.indexes.timedeltas r:TimedeltaIndex c/25:_new_TimedeltaIndex
pandas.core.internals bnr:BlockManager,SingleBlockManager
pandas.core.internals.blocks r:new_block
pandas.core.internals.managers bcnr:BlockManager bnr:SingleBlockManager
pandas.core.series bnr:Series
pandas.core.sparse.array r:SparseArray
pandas.errors bcr:EmptyDataError,MergeError,OutOfBoundsDatetime,ParserError,UndefinedVariableError
pandas.tseries.offsets bcnr:BHalfYearBegin,BHalfYearEnd,BQuarterBegin,BQuarterEnd,BYearBegin,BYearEnd,BusinessDay,BusinessHour,BusinessMonthBegin,BusinessMonthEnd,CustomBusinessDay,CustomBusinessHour,CustomBusinessMonthBegin,CustomBusinessMonthEnd,DateOffset,Day,Easter,FY5253,FY5253Quarter,HalfYearBegin,HalfYearEnd,Hour,LastWeekOfMonth,Micro,Milli,Minute,MonthBegin,MonthEnd,Nano,QuarterBegin,QuarterEnd,Second,SemiMonthBegin,SemiMonthEnd,Tick,Week,WeekOfMonth,YearBegin,YearEnd
pathlib cr:PosixPath,PurePosixPath,PureWindowsPath
pathlib._local cr:PosixPath,PurePosixPath,PureWindowsPath
pickle bcr:PickleError,PicklingError,UnpicklingError
platform cnr:uname_result
polars.dataframe.frame bnr:DataFrame
polars.datatypes.classes r:Int64
polars.series.series bnr:Series
posix cr:stat_result
posixpath r:join
pyarrow.lib cr:_reconstruct_record_batch,_reconstruct_table,_restore_array,binary,binary_view,bool_,chunked_array,date32,date64,decimal128,decimal256,decimal32,decimal64,dense_union,dictionary,duration,field,fixed_size_binary,float16,float32,float64,int16,int32,int64,int8,large_binary,large_list,large_list_view,large_string,list_,list_view,map_,month_day_nano_interval,null,py_buffer,run_end_encoded,scalar,schema,sparse_union,string,string_view,struct,time32,time64,timestamp,type_for_alias,uint16,uint32,uint64,uint8,utf8
pytz cr:_UTC c:_p cr/38:FixedOffset
queue bcr:Empty,Full
random bcr:Random
re cr:RegexFlag c:_compile
regex._regex bcnru:compile
scipy._external.array_api_compat.numpy._aliases r:asarray
scipy._lib.array_api_compat.numpy._aliases r:asarray
scipy.interpolate._bsplines bnr:BSpline,_BSpline
scipy.interpolate._cubic bnr:Akima1DInterpolator,CubicSpline,PchipInterpolator
scipy.interpolate._fitpack2 bnr:LSQUnivariateSpline
scipy.interpolate._interpolate bnr:PPoly,_PPoly bn:interp1d r:interp1d._call_linear_np
scipy.interpolate._polyint bnr:BarycentricInterpolator,KroghInterpolator
scipy.interpolate._rbfinterp bnr:RBFInterpolator
scipy.interpolate._rgi bnr:RegularGridInterpolator
scipy.interpolate.fitpack2 bnr:LSQUnivariateSpline
scipy.interpolate.interpolate bn:interp1d r:interp1d._call_linear
scipy.optimize._constraints bnr:Bounds,LinearConstraint
scipy.optimize._optimize nrs:OptimizeResult
scipy.optimize.optimize bnrs:OptimizeResult
scipy.signal._ltisys bnr:TransferFunctionContinuous,TransferFunctionDiscrete
scipy.sparse._arrays bn:coo_array,csc_array,csr_array
scipy.sparse._bsr bnr:bsr_array,bsr_matrix
scipy.sparse._coo bnr:coo_array,coo_matrix
scipy.sparse._csc bnr:csc_array,csc_matrix
scipy.sparse._csr bnr:csr_array,csr_matrix
scipy.sparse._dia bnr:dia_array,dia_matrix
scipy.sparse._dok bnr:dok_array,dok_matrix
scipy.sparse._lil bnr:lil_array,lil_matrix
scipy.sparse.bsr bnr:bsr_array,bsr_matrix
scipy.sparse.coo bnr:coo_array,coo_matrix
scipy.sparse.csc bnr:csc_array,csc_matrix
scipy.sparse.csr bnr:csr_array,csr_matrix
scipy.sparse.dia bnr:dia_array,dia_matrix
scipy.sparse.dok bnr:dok_array,dok_matrix
scipy.sparse.lil bnr:lil_array,lil_matrix
scipy.spatial._ckdtree bn:cKDTree
scipy.spatial._kdtree bnr:KDTree,Rectangle
scipy.spatial.ckdtree bn:cKDTree
scipy.spatial.kdtree bnr:KDTree bn:KDTree.innernode,KDTree.leafnode
scipy.spatial.transform._rotation bnr:Rotation
scipy.spatial.transform.rotation bnr:Rotation
scipy.stats._continuous_distns bn:norm_gen bnr:alpha_gen,anglit_gen,arcsine_gen,argus_gen,beta_gen,betaprime_gen,bradford_gen,burr12_gen,burr_gen,cauchy_gen,chi2_gen,chi_gen,cosine_gen,crystalball_gen,dgamma_gen,dpareto_lognorm_gen,dweibull_gen,erlang_gen,expon_gen,exponnorm_gen,exponpow_gen,exponweib_gen,f_gen,fatiguelife_gen,fisk_gen,foldcauchy_gen,foldnorm_gen,gamma_gen,gausshyper_gen,genexpon_gen,genextreme_gen,gengamma_gen,genhalflogistic_gen,genhyperbolic_gen,geninvgauss_gen,genlogistic_gen,gennorm_gen,genpareto_gen,gibrat_gen,gompertz_gen,gumbel_l_gen,gumbel_r_gen,halfcauchy_gen,halfgennorm_gen,halflogistic_gen,halfnorm_gen,hypsecant_gen,invgamma_gen,invgauss_gen,invweibull_gen,irwinhall_gen,jf_skew_t_gen,johnsonsb_gen,johnsonsu_gen,kappa3_gen,kappa4_gen,ksone_gen,kstwo_gen,kstwobign_gen,landau_gen,laplace_asymmetric_gen,laplace_gen,levy_gen,levy_l_gen,loggamma_gen,logistic_gen,loglaplace_gen,lognorm_gen,lomax_gen,maxwell_gen,mielke_gen,moyal_gen,nakagami_gen,ncf_gen,nct_gen,ncx2_gen,norminvgauss_gen,pareto_gen,pearson3_gen,powerlaw_gen,powerlognorm_gen,powernorm_gen,rayleigh_gen,rdist_gen,recipinvgauss_gen,reciprocal_gen,rel_breitwigner_gen,rice_gen,semicircular_gen,skewcauchy_gen,skewnorm_gen,studentized_range_gen,t_gen,trapezoid_gen,triang_gen,truncexpon_gen,truncnorm_gen,truncpareto_gen,truncweibull_min_gen,tukeylambda_gen,uniform_gen,vonmises_gen,wald_gen,weibull_max_gen,weibull_min_gen,wrapcauchy_gen
scipy.stats._covariance bnr:CovViaPSD
scipy.stats._discrete_distns bnr:bernoulli_gen,betabinom_gen,betanbinom_gen,binom_gen,boltzmann_gen,dlaplace_gen,geom_gen,hypergeom_gen,logser_gen,nbinom_gen,nchypergeom_fisher_gen,nchypergeom_wallenius_gen,nhypergeom_gen,planck_gen,poisson_binom_gen,poisson_gen,randint_gen,skellam_gen,yulesimon_gen,zipf_gen,zipfian_gen r:bernoulli_gen._entropy,betabinom_gen._entropy,betanbinom_gen._entropy,binom_gen._entropy,boltzmann_gen._entropy,dlaplace_gen._entropy,geom_gen._entropy,hypergeom_gen._entropy,logser_gen._entropy,nbinom_gen._entropy,nchypergeom_fisher_gen._entropy,nchypergeom_wallenius_gen._entropy,nhypergeom_gen._entropy,planck_gen._entropy,poisson_binom_gen._entropy,poisson_gen._entropy,randint_gen._entropy,skellam_gen._entropy,yulesimon_gen._entropy,zipf_gen._entropy,zipfian_gen._entropy
scipy.stats._distn_infrastructure bn:rv_continuous_frozen,rv_frozen bnr:rv_discrete_frozen
scipy.stats._kde bn:gaussian_kde
scipy.stats._levy_stable bnr:levy_stable_gen
scipy.stats._mannwhitneyu nr:MannwhitneyuResult
scipy.stats._multivariate bnr:_PSD,multivariate_normal_frozen,multivariate_normal_gen
scipy.stats._stats_py bknr:DescribeResult,F_onewayResult,KruskalResult,KstestResult,LinregressResult,MannwhitneyuResult,PearsonRResult,SignificanceResult,TtestResult,TtestResultBase r:TtestResultBase.__new__
scipy.stats.contingency nr:Chi2ContingencyResult
scipy.stats.kde bn:gaussian_kde
scipy.stats.stats nr:Ttest_1sampResult
sentence_transformers.base.modules.dense bnr:Dense
sentence_transformers.base.modules.normalize bnr:Normalize
sentence_transformers.sentence_transformer.model bnr:SentenceTransformer
sentence_transformers.sentence_transformer.model_card bnr:SentenceTransformerModelCardData
sentence_transformers.sentence_transformer.modules.pooling bnr:Pooling
signal r:SIGINT,SIG_DFL cr:Handlers,Signals
sklearn._loss._loss cr:CyHalfBinomialLoss,CyHalfPoissonLoss,CyHalfSquaredError c/26:__pyx_unpickle_CyHalfBinomialLoss c/27:__pyx_unpickle_CyHalfPoissonLoss c/28:__pyx_unpickle_CyHalfSquaredError cr/0:CyAbsoluteError,CyExponentialLoss,CyHalfGammaLoss,CyHalfMultinomialLoss,CyHalfTweedieLoss,CyHalfTweedieLossIdentity,CyHuberLoss,CyPinballLoss c/48:__pyx_unpickle_CyAbsoluteError c/49:__pyx_unpickle_CyExponentialLoss c/50:__pyx_unpickle_CyHalfMultinomialLoss c/51:__pyx_unpickle_CyHalfTweedieLoss c/52:__pyx_unpickle_CyHalfTweedieLossIdentity c/53:__pyx_unpickle_CyHalfGammaLoss c/54:__pyx_unpickle_CyHuberLoss c/55:__pyx_unpickle_CyPinballLoss
sklearn._loss.glm_distribution nr:DistributionBoundary bnr:ExponentialDispersionModel,GammaDistribution,InverseGaussianDistribution,NormalDistribution,PoissonDistribution,TweedieDistribution
sklearn._loss.link bnr:BaseLink,HalfLogitLink,IdentityLink,Interval,LogLink,LogitLink,MultinomialLogit
sklearn._loss.loss bnr:AbsoluteError,ArrayAPILossMixin,BaseLoss,ExponentialLoss,HalfBinomialLoss,HalfBinomialLossArrayAPI,HalfGammaLoss,HalfMultinomialLoss,HalfMultinomialLossArrayAPI,HalfPoissonLoss,HalfPoissonLossArrayAPI,HalfSquaredError,HalfTweedieLoss,HalfTweedieLossIdentity,HuberLoss,PinballLoss
sklearn.base bnr:BaseEstimator,BiclusterMixin,ClassNamePrefixFeaturesOutMixin,ClassifierMixin,ClusterMixin,DensityMixin,MetaEstimatorMixin,MultiOutputMixin,OneToOneFeatureMixin,OutlierMixin,RegressorMixin,TransformerMixin,_OneToOneFeatureMixin,_UnstableArchMixin
sklearn.calibration bnr:CalibratedClassifierCV,CalibrationDisplay,_CalibratedClassifier,_SigmoidCalibration,_TemperatureScaling
sklearn.callback._base bnr:AutoPropagatedCallback,FitCallback,_BaseCallback
sklearn.callback._callback_context bnr:CallbackContext
sklearn.callback._callback_support bnr:CallbackSupportMixin
sklearn.callback._progressbar bnr:ProgressBar,RichProgressMonitor,RichTask
sklearn.callback._scoring_monitor bnr:ScoringMonitorLog
sklearn.cluster._affinity_propagation bnr:AffinityPropagation
sklearn.cluster._agglomerative bnr:AgglomerativeClustering,FeatureAgglomeration
sklearn.cluster._bicluster bnr:BaseSpectral,SpectralBiclustering,SpectralCoclustering
sklearn.cluster._birch bnr:Birch,_CFNode,_CFSubcluster
sklearn.cluster._bisect_k_means bnr:BisectingKMeans,_BisectingTree
sklearn.cluster._dbscan bnr:DBSCAN
sklearn.cluster._feature_agglomeration bnr:AgglomerationTransform
sklearn.cluster._hdbscan.hdbscan bnr:HDBSCAN
sklearn.cluster._kmeans bnr:KMeans,MiniBatchKMeans,_BaseKMeans r:_kmeans_single_lloyd
sklearn.cluster._mean_shift bnr:MeanShift
sklearn.cluster._optics bnr:OPTICS
sklearn.cluster._spectral bnr:SpectralClustering
sklearn.cluster.birch bnr:Birch,_CFNode,_CFSubcluster
sklearn.cluster.dbscan_ bnr:DBSCAN
sklearn.cluster.hierarchical bnr:AgglomerativeClustering
sklearn.cluster.k_means_ bnr:KMeans,MiniBatchKMeans
sklearn.cluster.mean_shift_ bnr:MeanShift
sklearn.cluster.spectral bnr:SpectralClustering
sklearn.compose._column_transformer bnr:ColumnTransformer,make_column_selector
sklearn.compose._target bnr:TransformedTargetRegressor
sklearn.covariance._elliptic_envelope bnr:EllipticEnvelope
sklearn.covariance._empirical_covariance bnr:EmpiricalCovariance
sklearn.covariance._graph_lasso bnr:BaseGraphicalLasso,GraphicalLasso,GraphicalLassoCV
sklearn.covariance._robust_covariance bnr:MinCovDet
sklearn.covariance._shrunk_covariance bnr:LedoitWolf,OAS,ShrunkCovariance
sklearn.covariance.elliptic_envelope bnr:EllipticEnvelope
sklearn.cross_decomposition._cca bnr:CCA
sklearn.cross_decomposition._pls bnr:CCA,PLSCanonical,PLSRegression,PLSSVD,_PLS
sklearn.cross_decomposition.pls_ bnr:PLSRegression
sklearn.decomposition._base bnr:_BasePCA
sklearn.decomposition._dict_learning bnr:DictionaryLearning,MiniBatchDictionaryLearning,SparseCoder,SparseCodingMixin,_BaseSparseCoding
sklearn.decomposition._factor_analysis bnr:FactorAnalysis
sklearn.decomposition._fastica bnr:FastICA
sklearn.decomposition._incremental_pca bnr:IncrementalPCA
sklearn.decomposition._kernel_pca bnr:KernelPCA
sklearn.decomposition._lda bnr:LatentDirichletAllocation
sklearn.decomposition._nmf bnr:MiniBatchNMF,NMF,_BaseNMF
sklearn.decomposition._pca bnr:PCA
sklearn.decomposition._sparse_pca bnr:MiniBatchSparsePCA,SparsePCA,_BaseSparsePCA
sklearn.decomposition._truncated_svd bnr:TruncatedSVD
sklearn.decomposition.factor_analysis bnr:FactorAnalysis
sklearn.decomposition.fastica_ bnr:FastICA
sklearn.decomposition.incremental_pca bnr:IncrementalPCA
sklearn.decomposition.kernel_pca bnr:KernelPCA
sklearn.decomposition.nmf bnr:NMF
sklearn.decomposition.online_lda bnr:LatentDirichletAllocation
sklearn.decomposition.pca bnr:PCA
sklearn.decomposition.truncated_svd bnr:TruncatedSVD
sklearn.discriminant_analysis bnr:DiscriminantAnalysisPredictionMixin,LinearDiscriminantAnalysis,QuadraticDiscriminantAnalysis
sklearn.dummy bnr:DummyClassifier,DummyRegressor
sklearn.ensemble._bagging bnr:BaggingClassifier,BaggingRegressor,BaseBagging
sklearn.ensemble._base bnr:BaseEnsemble,_BaseHeterogeneousEnsemble
sklearn.ensemble._forest bnr:BaseForest,ExtraTreesClassifier,ExtraTreesRegressor,ForestClassifier,ForestRegressor,RandomForestClassifier,RandomForestRegressor,RandomTreesEmbedding
sklearn.ensemble._gb bnr:BaseGradientBoosting,BinomialDeviance,ClassificationLossFunction,ExponentialLoss,GradientBoostingClassifier,GradientBoostingRegressor,HuberLossFunction,LeastAbsoluteError,LeastSquaresError,LogOddsEstimator,LossFunction,MeanEstimator,MultinomialDeviance,PriorProbabilityEstimator,QuantileEstimator,QuantileLossFunction,RegressionLossFunction,ScaledLogOddsEstimator,VerboseReporter,ZeroEstimator
sklearn.ensemble._gb_losses bnr:BinomialDeviance,ClassificationLossFunction,ExponentialLoss,HuberLossFunction,LeastAbsoluteError,LeastSquaresError,LossFunction,MultinomialDeviance,QuantileLossFunction,RegressionLossFunction
sklearn.ensemble._hist_gradient_boosting.binning bnr:_BinMapper
sklearn.ensemble._hist_gradient_boosting.gradient_boosting bnr:BaseHistGradientBoosting,HistGradientBoostingClassifier,HistGradientBoostingRegressor
sklearn.ensemble._hist_gradient_boosting.grower bnr:TreeGrower,TreeNode
sklearn.ensemble._hist_gradient_boosting.loss bnr:BaseLoss,BinaryCrossEntropy,CategoricalCrossEntropy,LeastAbsoluteDeviation,LeastSquares,Poisson
sklearn.ensemble._hist_gradient_boosting.predictor bnr:TreePredictor
sklearn.ensemble._hist_gradient_boosting.splitting bnr:SplitInfo
sklearn.ensemble._iforest bnr:IsolationForest
sklearn.ensemble._stacking bnr:StackingClassifier,StackingRegressor,_BaseStacking
sklearn.ensemble._voting bnr:VotingClassifier,VotingRegressor,_BaseVoting
sklearn.ensemble._weight_boosting bnr:AdaBoostClassifier,AdaBoostRegressor,BaseWeightBoosting
sklearn.ensemble.bagging bnr:BaggingClassifier
sklearn.ensemble.forest bnr:ExtraTreesClassifier,RandomForestClassifier,RandomForestRegressor
sklearn.ensemble.gradient_boosting bnr:BinomialDeviance,GradientBoostingClassifier,GradientBoostingRegressor,LeastSquaresError,LogOddsEstimator,MeanEstimator
sklearn.ensemble.iforest bnr:IsolationForest
sklearn.ensemble.voting_classifier bnr:VotingClassifier
sklearn.ensemble.weight_boosting bnr:AdaBoostClassifier
sklearn.feature_extraction._dict_vectorizer bnr:DictVectorizer
sklearn.feature_extraction._hash bnr:FeatureHasher
sklearn.feature_extraction.dict_vectorizer bnr:DictVectorizer
sklearn.feature_extraction.image bnr:PatchExtractor
sklearn.feature_extraction.text bnr:CountVectorizer,HashingVectorizer,TfidfTransformer,TfidfVectorizer,VectorizerMixin,_VectorizerMixin
sklearn.feature_selection._base bnr:SelectorMixin
sklearn.feature_selection._from_model bnr:SelectFromModel
sklearn.feature_selection._rfe bnr:RFE,RFECV
sklearn.feature_selection._sequential bnr:SequentialFeatureSelector
sklearn.feature_selection._univariate_selection bnr:GenericUnivariateSelect,SelectFdr,SelectFpr,SelectFwe,SelectKBest,SelectPercentile,_BaseFilter r:chi2,f_classif
sklearn.feature_selection._variance_threshold bnr:VarianceThreshold
sklearn.feature_selection.from_model bnr:SelectFromModel
sklearn.feature_selection.rfe bnr:RFE
sklearn.feature_selection.univariate_selection bnr:SelectKBest r:chi2,f_classif
sklearn.feature_selection.variance_threshold bnr:VarianceThreshold
sklearn.frozen._frozen bnr:FrozenEstimator
sklearn.gaussian_process._gpc bnr:GaussianProcessClassifier,_BinaryGaussianProcessClassifierLaplace
sklearn.gaussian_process._gpr bnr:GaussianProcessRegressor
sklearn.gaussian_process.gpc bnr:GaussianProcessClassifier,_BinaryGaussianProcessClassifierLaplace
sklearn.gaussian_process.gpr bnr:GaussianProcessRegressor
sklearn.gaussian_process.kernels bnr:CompoundKernel,ConstantKernel,DotProduct,ExpSineSquared,Exponentiation,GenericKernelMixin,Kernel,KernelOperator,Matern,NormalizedKernelMixin,PairwiseKernel,Product,RBF,RationalQuadratic,StationaryKernelMixin,Sum,WhiteKernel
sklearn.impute bnr:SimpleImputer
sklearn.impute._base bnr:MissingIndicator,SimpleImputer,_BaseImputer
sklearn.impute._iterative bnr:IterativeImputer
sklearn.impute._knn bnr:KNNImputer
sklearn.inspection._partial_dependence bnr:PartialDependenceDisplay
sklearn.inspection._plot.decision_boundary bnr:DecisionBoundaryDisplay
sklearn.inspection._plot.partial_dependence bnr:PartialDependenceDisplay
sklearn.isotonic bnr:IsotonicRegression
sklearn.kernel_approximation bnr:AdditiveChi2Sampler,Nystroem,PolynomialCountSketch,RBFSampler,SkewedChi2Sampler
sklearn.kernel_ridge bnr:KernelRidge
sklearn.linear_model._base bnr:LinearClassifierMixin,LinearModel,LinearRegression,MultiOutputLinearModel,SparseCoefMixin
sklearn.linear_model._bayes bnr:ARDRegression,BayesianRidge
sklearn.linear_model._coordinate_descent bnr:ElasticNet,ElasticNetCV,Lasso,LassoCV,LinearModelCV,MultiTaskElasticNet,MultiTaskElasticNetCV,MultiTaskLasso,MultiTaskLassoCV
sklearn.linear_model._glm._newton_solver bnr:NewtonCholeskySolver,NewtonSolver
sklearn.linear_model._glm.glm bnr:GammaRegressor,GeneralizedLinearRegressor,PoissonRegressor,TweedieRegressor,_GeneralizedLinearRegressor
sklearn.linear_model._glm.link bnr:BaseLink,IdentityLink,LogLink,LogitLink
sklearn.linear_model._huber bnr:HuberRegressor
sklearn.linear_model._least_angle bnr:Lars,LarsCV,LassoLars,LassoLarsCV,LassoLarsIC
sklearn.linear_model._linear_loss bnr:LinearModelLoss
sklearn.linear_model._logistic bnr:LogisticRegression,LogisticRegressionCV,_LbfgsCallbackBridge
sklearn.linear_model._omp bnr:OrthogonalMatchingPursuit,OrthogonalMatchingPursuitCV
sklearn.linear_model._passive_aggressive bnr:PassiveAggressiveClassifier,PassiveAggressiveRegressor
sklearn.linear_model._perceptron bnr:Perceptron
sklearn.linear_model._quantile bnr:QuantileRegressor
sklearn.linear_model._ransac bnr:RANSACRegressor
sklearn.linear_model._ridge bnr:Ridge,RidgeCV,RidgeClassifier,RidgeClassifierCV,_BaseRidge,_BaseRidgeCV,_IdentityClassifier,_IdentityRegressor,_RidgeClassifierMixin,_RidgeGCV
sklearn.linear_model._sgd_fast cr:Hinge,Log,ModifiedHuber
sklearn.linear_model._stochastic_gradient bnr:BaseSGD,BaseSGDClassifier,BaseSGDRegressor,SGDClassifier,SGDOneClassSVM,SGDRegressor,_ValidationScoreCallback
sklearn.linear_model._theil_sen bnr:TheilSenRegressor
sklearn.linear_model.base bnr:LinearRegression
sklearn.linear_model.bayes bnr:BayesianRidge
sklearn.linear_model.coordinate_descent bnr:ElasticNet,LassoCV
sklearn.linear_model.huber bnr:HuberRegressor
sklearn.linear_model.logistic bnr:LogisticRegression
sklearn.linear_model.passive_aggressive bnr:PassiveAggressiveClassifier
sklearn.linear_model.perceptron bnr:Perceptron
sklearn.linear_model.ridge bnr:Ridge,RidgeCV
sklearn.linear_model.sgd_fast cr:Hinge,ModifiedHuber
sklearn.linear_model.stochastic_gradient bnr:SGDClassifier,SGDRegressor
sklearn.manifold._classical_mds bnr:ClassicalMDS
sklearn.manifold._isomap bnr:Isomap
sklearn.manifold._locally_linear bnr:LocallyLinearEmbedding
sklearn.manifold._mds bnr:MDS
sklearn.manifold._spectral_embedding bnr:SpectralEmbedding
sklearn.manifold._t_sne bnr:TSNE
sklearn.manifold.isomap bnr:Isomap
sklearn.manifold.t_sne bnr:TSNE
sklearn.metrics._classification r:balanced_accuracy_score,f1_score
sklearn.metrics._dist_metrics r:EuclideanDistance,EuclideanDistance64 bc/29:newObj
sklearn.metrics._pairwise_distances_reduction._dispatcher bnr:ArgKmin,ArgKminClassMode,BaseDistancesReductionDispatcher,RadiusNeighbors,RadiusNeighborsClassMode
sklearn.metrics._plot.confusion_matrix bnr:ConfusionMatrixDisplay
sklearn.metrics._plot.det_curve bnr:DetCurveDisplay
sklearn.metrics._plot.precision_recall_curve bnr:PrecisionRecallDisplay
sklearn.metrics._plot.regression bnr:PredictionErrorDisplay
sklearn.metrics._plot.roc_curve bnr:RocCurveDisplay
sklearn.metrics._scorer bnr:_BaseScorer,_CurveScorer,_MultimetricScorer,_PassthroughScorer,_PredictScorer,_ProbaScorer,_Scorer,_ThresholdScorer r:_passthrough_scorer
sklearn.metrics.classification r:f1_score
sklearn.metrics.scorer bnr:_PredictScorer r:_passthrough_scorer
sklearn.mixture._base bnr:BaseMixture
sklearn.mixture._bayesian_mixture bnr:BayesianGaussianMixture
sklearn.mixture._gaussian_mixture bnr:GaussianMixture
sklearn.mixture.bayesian_mixture bnr:BayesianGaussianMixture
sklearn.mixture.gaussian_mixture bnr:GaussianMixture
sklearn.model_selection._classification_threshold bnr:BaseThresholdClassifier,FixedThresholdClassifier,TunedThresholdClassifierCV
sklearn.model_selection._plot bnr:LearningCurveDisplay,ValidationCurveDisplay,_BaseCurveDisplay
sklearn.model_selection._search bnr:BaseSearchCV,GridSearchCV,ParameterGrid,ParameterSampler,RandomizedSearchCV
sklearn.model_selection._search_successive_halving bnr:BaseSuccessiveHalving,HalvingGridSearchCV,HalvingRandomSearchCV,_SubsampleMetaSplitter
sklearn.model_selection._split bnr:BaseCrossValidator,BaseShuffleSplit,GroupKFold,GroupShuffleSplit,GroupsConsumerMixin,KFold,LeaveOneGroupOut,LeaveOneOut,LeavePGroupsOut,LeavePOut,PredefinedSplit,RepeatedKFold,RepeatedStratifiedKFold,ShuffleSplit,StratifiedGroupKFold,StratifiedKFold,StratifiedShuffleSplit,TimeSeriesSplit,_BaseKFold,_CVIterableWrapper,_RepeatedSplits,_UnsupportedGroupCVMixin
sklearn.multiclass bnr:OneVsOneClassifier,OneVsRestClassifier,OutputCodeClassifier,_ConstantPredictor
sklearn.multioutput bnr:ClassifierChain,MultiOutputClassifier,MultiOutputEstimator,MultiOutputRegressor,RegressorChain,_BaseChain,_MultiOutputEstimator
sklearn.naive_bayes bnr:BaseDiscreteNB,BaseNB,BernoulliNB,CategoricalNB,ComplementNB,GaussianNB,MultinomialNB,_BaseDiscreteNB,_BaseNB
sklearn.neighbors._ball_tree r:BallTree bc/30:newObj
sklearn.neighbors._base bnr:KNeighborsMixin,NeighborsBase,RadiusNeighborsMixin,SupervisedFloatMixin,SupervisedIntegerMixin,UnsupervisedMixin
sklearn.neighbors._classification bnr:KNeighborsClassifier,RadiusNeighborsClassifier
sklearn.neighbors._dist_metrics r:EuclideanDistance bc/31:newObj
sklearn.neighbors._graph bnr:KNeighborsTransformer,RadiusNeighborsTransformer
sklearn.neighbors._kd_tree r:KDTree bc/32:newObj
sklearn.neighbors._kde bnr:KernelDensity
sklearn.neighbors._lof bnr:LocalOutlierFactor
sklearn.neighbors._nca bnr:NeighborhoodComponentsAnalysis
sklearn.neighbors._nearest_centroid bnr:NearestCentroid
sklearn.neighbors._regression bnr:KNeighborsRegressor,RadiusNeighborsRegressor
sklearn.neighbors._unsupervised bnr:NearestNeighbors
sklearn.neighbors.ball_tree r:BallTree bc/33:newObj
sklearn.neighbors.classification bnr:KNeighborsClassifier
sklearn.neighbors.dist_metrics r:EuclideanDistance bc/34:newObj
sklearn.neighbors.kd_tree r:KDTree bc/35:newObj
sklearn.neighbors.kde bnr:KernelDensity
sklearn.neighbors.lof bnr:LocalOutlierFactor
sklearn.neighbors.regression bnr:KNeighborsRegressor
sklearn.neighbors.unsupervised bnr:NearestNeighbors
sklearn.neural_network._multilayer_perceptron bnr:BaseMultilayerPerceptron,MLPClassifier,MLPRegressor
sklearn.neural_network._rbm bnr:BernoulliRBM
sklearn.neural_network._stochastic_optimizers bnr:AdamOptimizer,BaseOptimizer,SGDOptimizer
sklearn.neural_network.multilayer_perceptron bnr:MLPClassifier,MLPRegressor
sklearn.neural_network.rbm bnr:BernoulliRBM
sklearn.pipeline bnr:FeatureUnion,Pipeline
sklearn.preprocessing._data bnr:Binarizer,KernelCenterer,MaxAbsScaler,MinMaxScaler,Normalizer,PolynomialFeatures,PowerTransformer,QuantileTransformer,RobustScaler,StandardScaler
sklearn.preprocessing._discretization bnr:KBinsDiscretizer
sklearn.preprocessing._encoders bnr:OneHotEncoder,OrdinalEncoder,_BaseEncoder
sklearn.preprocessing._function_transformer bnr:FunctionTransformer
sklearn.preprocessing._label bnr:LabelBinarizer,LabelEncoder,MultiLabelBinarizer
sklearn.preprocessing._polynomial bnr:PolynomialFeatures,SplineTransformer
sklearn.preprocessing._target_encoder bnr:TargetEncoder
sklearn.preprocessing.data bnr:Binarizer,KernelCenterer,MinMaxScaler,Normalizer,PolynomialFeatures,PowerTransformer,QuantileTransformer,RobustScaler,StandardScaler
sklearn.preprocessing.label bnr:LabelBinarizer,LabelEncoder,MultiLabelBinarizer
sklearn.random_projection bnr:BaseRandomProjection,GaussianRandomProjection,SparseRandomProjection
sklearn.semi_supervised._label_propagation bnr:BaseLabelPropagation,LabelPropagation,LabelSpreading
sklearn.semi_supervised._self_training bnr:SelfTrainingClassifier
sklearn.semi_supervised.label_propagation bnr:LabelPropagation
sklearn.svm._base bnr:BaseLibSVM,BaseSVC
sklearn.svm._classes bnr:LinearSVC,LinearSVR,NuSVC,NuSVR,OneClassSVM,SVC,SVR
sklearn.svm.classes bnr:LinearSVC,NuSVC,OneClassSVM,SVC,SVR
sklearn.tree._classes bnr:BaseDecisionTree,DecisionTreeClassifier,DecisionTreeRegressor,ExtraTreeClassifier,ExtraTreeRegressor
sklearn.tree._export bnr:Sentinel,_BaseTreeExporter,_DOTTreeExporter,_MPLTreeExporter
sklearn.tree._reingold_tilford bnr:DrawTree,Tree
sklearn.tree._tree bcr:Tree
sklearn.tree.tree bnr:DecisionTreeClassifier,DecisionTreeRegressor,ExtraTreeClassifier,ExtraTreeRegressor
sklearn.utils bnrs:Bunch bnr:Memory,Parallel
sklearn.utils._available_if bnr:_AvailableIfDescriptor
sklearn.utils._bunch bnrs:Bunch
sklearn.utils._estimator_html_repr bnr:_HTMLDocumentationLinkMixin,_IDCounter,_VisualBlock
sklearn.utils._metadata_requests bnr:MetadataRequest,MetadataRouter,MethodMapping,MethodMetadataRequest,RequestMethod,_MetadataRequester,_RoutingNotSupportedMixin
sklearn.utils._mocking bnr:ArraySlicingWrapper,CheckingClassifier,MockDataFrame,NoSampleWeightWrapper,_MockEstimatorOnOffPrediction
sklearn.utils._param_validation bnr:HasMethods,Hidden,Interval,MissingValues,Options,RealNotInt,StrOptions,_ArrayLikes,_Booleans,_CVObjects,_Callables,_Constraint,_InstancesOf,_IterablesNotString,_NanConstraint,_NoneConstraint,_PandasNAConstraint,_RandomStates,_SparseMatrices,_VerboseHelper
sklearn.utils._plotting bnr:_BinaryClassifierCurveDisplayMixin
sklearn.utils._pprint bnr:_EstimatorPrettyPrinter
sklearn.utils._repr_html.base bnr:ReprHTMLMixin,_HTMLDocumentationLinkMixin,_IDCounter
sklearn.utils._repr_html.estimator bnr:_VisualBlock
sklearn.utils._repr_html.fitted_attributes bnr:AttrsDict
sklearn.utils._repr_html.params bnr:ParamsDict
sklearn.utils._set_output bnr:ContainerAdapterProtocol,ContainerAdaptersManager,PandasAdapter,PolarsAdapter,_SetOutputMixin
sklearn.utils._tags bnr:ClassifierTags,InputTags,RegressorTags,Tags,TargetTags,TransformerTags
sklearn.utils.deprecation bnrs:DeprecationDict bnr:deprecated
sklearn.utils.estimator_checks bnr:NotAnArray,_NotAnArray
sklearn.utils.fixes bnr:_FuncWrapper
sklearn.utils.linear_assignment_ bnr:_HungarianState
sklearn.utils.metaestimators bnr:_AvailableIfDescriptor,_BaseComposition,_IffHasAttrDescriptor
sklearn.utils.parallel bnr:Parallel,_FuncWrapper
socket r:AF_INET,SOCK_STREAM cr:AddressFamily,SocketKind bcr:gaierror,herror,timeout
sqlalchemy.engine._row_cy cu/36:rowproxy_reconstructor
sqlalchemy.engine.cursor bnru:CursorResultMetaData
sqlalchemy.engine.row ru:Row
sqlite3 bcr:DataError,DatabaseError,Error,IntegrityError,InterfaceError,InternalError,NotSupportedError,OperationalError,ProgrammingError,Warning
ssl bcr:SSLError
statistics bnr:NormalDist
statsmodels.base.data bnr:ModelData
statsmodels.discrete.discrete_model bnr:BinaryResultsWrapper,Logit,LogitResults
statsmodels.genmod.families.family bnr:Gaussian
statsmodels.genmod.families.links bnr:Identity
statsmodels.genmod.families.varfuncs bnr:VarianceFunction
statsmodels.genmod.generalized_linear_model bnr:GLM,GLMResults,GLMResultsWrapper
statsmodels.regression.linear_model bnr:OLS,OLSResults,RegressionResultsWrapper
subprocess bcr:CalledProcessError,TimeoutExpired
sympy.concrete.products bnr/37:Product
sympy.concrete.summations bnr/37:Sum
sympy.core.add bnr/37:Add
sympy.core.containers bnr/37:Tuple
sympy.core.function bnr/37:Derivative
sympy.core.mul bnr/37:Mul
sympy.core.numbers bnr/37:Catalan,ComplexInfinity,EulerGamma,Exp1,GoldenRatio,Half,ImaginaryUnit,Infinity,NaN,NegativeInfinity,NegativeOne,One,Pi,Zero bnr/38:Integer bnr/46:Rational bknr/0:Float
sympy.core.power bnr/37:Pow
sympy.core.relational bnr/37:Equality,GreaterThan,LessThan,StrictGreaterThan,StrictLessThan,Unequality
sympy.core.symbol bnr/39:Symbol
sympy.functions.combinatorial.factorials bnr/37:binomial,factorial
sympy.functions.elementary.complexes bnr/37:Abs,arg,conjugate,im,re,sign
sympy.functions.elementary.exponential bnr/37:exp,log
sympy.functions.elementary.hyperbolic bnr/37:acosh,asinh,atanh,cosh,sinh,tanh
sympy.functions.elementary.integers bnr/37:ceiling,floor
sympy.functions.elementary.miscellaneous bnr/37:Max,Min
sympy.functions.elementary.piecewise bnr/37:ExprCondPair,Piecewise
sympy.functions.elementary.trigonometric bnr/37:acos,asin,atan,atan2,cos,cot,csc,sec,sin,sinc,tan
sympy.functions.special.error_functions bnr/37:erf,erfc
sympy.functions.special.gamma_functions bnr/37:gamma
sympy.integrals.integrals bnr/37:Integral
sympy.logic.boolalg bnr/37:And,BooleanFalse,BooleanTrue,Not,Or
sympy.matrices.dense bnr/37:MutableDenseMatrix
sympy.matrices.immutable bnr/37:ImmutableDenseMatrix
sympy.polys.domains.expressionrawdomain bnr/37:ExpressionRawDomain
sympy.polys.matrices.domainmatrix cr:DomainMatrix
sympy.polys.polytools bnr/37:Poly
sympy.sets.sets bnr/37:EmptySet,FiniteSet,Interval,Union
tarfile bcr:ReadError,TarError
textwrap bcnr:TextWrapper
time c:struct_time
tokenizers bnr:Encoding,Tokenizer
tokenizers.models bnr:Model
tomllib bcr:TOMLDecodeError
torch r:BFloat16Storage,BFloat16Tensor,BoolStorage,BoolTensor,ByteStorage,ByteTensor,CharStorage,CharTensor,ComplexDoubleStorage,ComplexDoubleTensor,ComplexFloatStorage,ComplexFloatTensor,DoubleStorage,DoubleTensor,FloatStorage,FloatTensor,HalfStorage,HalfTensor,IntStorage,IntTensor,LongStorage,LongTensor,QInt32Storage,QInt32Tensor,QInt8Storage,QInt8Tensor,QUInt2x4Storage,QUInt2x4Tensor,QUInt4x2Storage,QUInt4x2Tensor,QUInt8Storage,QUInt8Tensor,ShortStorage,ShortTensor,Tensor,UntypedStorage,UntypedTensor,bfloat16,bool,channels_last,channels_last_3d,complex128,complex32,complex64,contiguous_format,double,float,float16,float32,float4_e2m1fn_x2,float64,float8_e4m3fn,float8_e4m3fnuz,float8_e5m2,float8_e5m2fnuz,float8_e8m0fnu,half,int16,int32,int64,int8,per_channel_affine,per_channel_affine_float_qparams,per_channel_symmetric,per_tensor_affine,per_tensor_symmetric,preserve_format,qint32,qint8,quint2x4,quint4x2,quint8,sparse_bsc,sparse_bsr,sparse_coo,sparse_csc,sparse_csr,strided,uint16,uint32,uint64,uint8 cr:Size c:device
torch._C bcr:Generator
torch._C._nn r:gelu
torch._tensor c/40:_rebuild_from_type_v2
torch._utils c:_rebuild_meta_tensor_no_storage,_rebuild_nested_tensor,_rebuild_parameter,_rebuild_qtensor,_rebuild_sparse_csr_tensor,_rebuild_sparse_tensor,_rebuild_tensor_v3 cr:_rebuild_tensor_v2 c/47:_rebuild_parameter_with_state
torch.ao.nn.quantized.dynamic.modules.linear bnr:Linear
torch.ao.nn.quantized.modules.linear bnr:LinearPackedParams
torch.cuda r:BFloat16Storage,BoolStorage,ByteStorage,CharStorage,ComplexDoubleStorage,ComplexFloatStorage,DoubleStorage,FloatStorage,HalfStorage,IntStorage,LongStorage,QInt32Storage,QInt8Storage,QUInt2x4Storage,QUInt4x2Storage,QUInt8Storage,ShortStorage,UntypedStorage
torch.jit._pickle c:build_intlist
torch.nn.attention._fa3 bnr:_FA3Handle
torch.nn.attention._fa4 bnr:_FA4Handle
torch.nn.attention._registry bnr:FlashAttentionHandle
torch.nn.attention.flex_attention bnr:BlockMask,_ExtractedLeaf,_MaskModWrapper
torch.nn.cpp bnr:ModuleWrapper,OrderedDictWrapper
torch.nn.functional r:relu
torch.nn.modules.activation bnr:CELU,ELU,GELU,GLU,Hardshrink,Hardsigmoid,Hardswish,Hardtanh,LeakyReLU,LogSigmoid,Mish,MultiheadAttention,PReLU,RReLU,ReLU,ReLU6,SELU,SiLU,Sigmoid,Softmax2d,Softplus,Softshrink,Softsign,Tanh,Tanhshrink,Threshold
torch.nn.modules.adaptive bnr:AdaptiveLogSoftmaxWithLoss
torch.nn.modules.batchnorm bnr:BatchNorm1d,BatchNorm2d,BatchNorm3d,LazyBatchNorm1d,LazyBatchNorm2d,LazyBatchNorm3d,SyncBatchNorm,_BatchNorm,_LazyNormBase,_NormBase
torch.nn.modules.channelshuffle bnr:ChannelShuffle
torch.nn.modules.container bnr:ModuleDict,ModuleList,ParameterDict,ParameterList,Sequential
torch.nn.modules.conv bnr:Conv2d,_LazyConvXdMixin
torch.nn.modules.distance bnr:CosineSimilarity,PairwiseDistance
torch.nn.modules.dropout bnr:AlphaDropout,Dropout,Dropout1d,Dropout2d,Dropout3d,FeatureAlphaDropout,_DropoutNd
torch.nn.modules.flatten bnr:Flatten,Unflatten
torch.nn.modules.fold bnr:Fold,Unfold
torch.nn.modules.instancenorm bnr:InstanceNorm1d,InstanceNorm2d,InstanceNorm3d,LazyInstanceNorm1d,LazyInstanceNorm2d,LazyInstanceNorm3d,_InstanceNorm
torch.nn.modules.lazy bnr:LazyModuleMixin,_LazyProtocol
torch.nn.modules.linear bnr:Bilinear,Identity,LazyLinear,Linear,NonDynamicallyQuantizableLinear
torch.nn.modules.linear_cross_entropy bnr:_ChunkContext,_ChunkViews
torch.nn.modules.loss bnr:BCELoss,BCEWithLogitsLoss,CTCLoss,CosineEmbeddingLoss,CrossEntropyLoss,GaussianNLLLoss,HingeEmbeddingLoss,HuberLoss,KLDivLoss,L1Loss,LinearCrossEntropyLoss,MSELoss,MarginRankingLoss,MultiLabelMarginLoss,MultiLabelSoftMarginLoss,MultiMarginLoss,NLLLoss,PoissonNLLLoss,SmoothL1Loss,SoftMarginLoss,TripletMarginLoss,TripletMarginWithDistanceLoss,_Loss,_WeightedLoss
torch.nn.modules.module bnr:Module
torch.nn.modules.normalization bnr:CrossMapLRN2d,GroupNorm,LayerNorm,LocalResponseNorm,RMSNorm
torch.nn.modules.padding bnr:CircularPad1d,CircularPad2d,CircularPad3d,ConstantPad1d,ConstantPad2d,ConstantPad3d,ReflectionPad1d,ReflectionPad2d,ReflectionPad3d,ReplicationPad1d,ReplicationPad2d,ReplicationPad3d,ZeroPad1d,ZeroPad2d,ZeroPad3d,_CircularPadNd,_ConstantPadNd,_ReflectionPadNd,_ReplicationPadNd
torch.nn.modules.pixelshuffle bnr:PixelShuffle,PixelUnshuffle
torch.nn.modules.pooling bnr:AdaptiveAvgPool1d,AdaptiveAvgPool2d,AdaptiveAvgPool3d,AdaptiveMaxPool1d,AdaptiveMaxPool2d,AdaptiveMaxPool3d,AvgPool1d,AvgPool2d,FractionalMaxPool2d,FractionalMaxPool3d,LPPool1d,LPPool2d,LPPool3d,MaxPool1d,MaxPool2d,MaxPool3d,MaxUnpool1d,MaxUnpool2d,MaxUnpool3d,_AdaptiveAvgPoolNd,_AdaptiveMaxPoolNd,_AvgPoolNd,_LPPoolNd,_MaxPoolNd,_MaxUnpoolNd
torch.nn.modules.rnn bnr:GRU,GRUCell,LSTM,LSTMCell,RNNCell,RNNCellBase
torch.nn.modules.sparse bnr:Embedding,EmbeddingBag
torch.nn.modules.transformer bnr:Transformer,TransformerDecoder,TransformerEncoder,TransformerEncoderLayer
torch.nn.modules.upsampling bnr:Upsample
torch.nn.parallel.data_parallel bnr:DataParallel
torch.nn.parallel.distributed bnr:_BucketCapacityConfig,_BufferCommHook,_DDPJoinHook,_MixedPrecision
torch.nn.utils._named_member_accessor bnr:NamedMemberAccessor
torch.nn.utils.parametrizations bnr:_Orthogonal,_SpectralNorm,_WeightNorm
torch.nn.utils.parametrize bnr:ParametrizationList
torch.nn.utils.prune bnr:BasePruningMethod,CustomFromMask,Identity,L1Unstructured,LnStructured,PruningContainer,RandomStructured,RandomUnstructured
torch.nn.utils.rnn nr:PackedSequence
torch.nn.utils.spectral_norm bnr:SpectralNorm,SpectralNormLoadStateDictPreHook,SpectralNormStateDictHook
torch.nn.utils.weight_norm bnr:WeightNorm
torch.optim.adagrad bnr:Adagrad
torch.optim.adamw bnr:AdamW
torch.optim.lbfgs bnr:LBFGS
torch.optim.lr_scheduler bnr:ChainedScheduler,ConstantLR,CosineAnnealingLR,CosineAnnealingWarmRestarts,CyclicLR,ExponentialLR,LRScheduler,LambdaLR,LinearLR,MultiStepLR,MultiplicativeLR,OneCycleLR,PolynomialLR,ReduceLROnPlateau,SequentialLR,StepLR,_LRScheduler,_enable_get_lr_call,_initial_mode
torch.optim.optimizer bnr:Optimizer,_RequiredParameter
torch.optim.rmsprop bnr:RMSprop
torch.optim.sgd bnr:SGD
torch.optim.sparse_adam bnr:SparseAdam
torch.optim.swa_utils bnr:AveragedModel,SWALR
torch.serialization c:_get_layout
torch.storage r:BFloat16Storage,BoolStorage,ByteStorage,CharStorage,ComplexDoubleStorage,ComplexFloatStorage,DoubleStorage,FloatStorage,HalfStorage,IntStorage,LongStorage,QInt32Storage,QInt8Storage,QUInt2x4Storage,QUInt4x2Storage,QUInt8Storage,ShortStorage,UntypedStorage c/41:_load_from_bytes
torch.torch_version nr:TorchVersion
torch.utils.data.dataset bnr:TensorDataset
traceback bnr:FrameSummary
transformers.activations bnr:GELUActivation
transformers.generation.configuration_utils bnr:GenerationConfig
transformers.modeling_outputs bcrs:BaseModelOutput
transformers.models.bert.configuration_bert bnr:BertConfig
transformers.models.bert.modeling_bert bnr:BertAttention,BertEmbeddings,BertEncoder,BertIntermediate,BertLayer,BertModel,BertOutput,BertPooler,BertSelfAttention,BertSelfOutput
transformers.models.bert.tokenization_bert bnr:BertTokenizer
transformers.tokenization_utils_base bnr:BatchEncoding
transformers.trainer_pt_utils bnr:AcceleratorConfig
transformers.trainer_utils cr:HubStrategy,IntervalStrategy,SaveStrategy,SchedulerType
transformers.training_args cr:OptimizerNames bnr:TrainingArguments
types cr/12:GenericAlias bcr:SimpleNamespace
typing r:AbstractSet,Any,AnyStr,Awaitable,Callable,ClassVar,Collection,Container,Counter,DefaultDict,Deque,Dict,Final,FrozenSet,Generator,Generic,Hashable,Iterable,Iterator,List,Literal,Mapping,MutableMapping,MutableSequence,MutableSet,NoReturn,Optional,OrderedDict,Protocol,Sequence,Set,Sized,Tuple,Type,TypeVar,Union
ultralytics.nn.modules.block bnr:Bottleneck,C2f,DFL,SPPF
ultralytics.nn.modules.conv bnr:Concat,Conv
ultralytics.nn.modules.head bnr:Detect
ultralytics.nn.tasks bnr:DetectionModel
urllib.parse nr:DefragResult,ParseResult,SplitResult,SplitResultBytes
urlparse nr:DefragResult,ParseResult,SplitResult,SplitResultBytes
uuid bnr:UUID cr:SafeUUID
xgboost.core bnr:Booster
xgboost.sklearn bnr:XGBClassifier,XGBRFClassifier,XGBRFRegressor,XGBRanker,XGBRegressor
xml.etree.ElementTree bcr:ParseError
zipfile bcr:BadZipFile
zoneinfo r:ZoneInfo c:ZoneInfo._unpickle`;

/** What the arguments must be, by number. */
export const RULES: readonly string[] = [
	"refs=none",
	"n<=1;refs=none",
	"0=operator.or_|_operator.or_",
	"0=none;n<=1",
	"0=str;1=str:latin1|str:latin-1|str:utf-8|str:ascii;n<=2",
	"0=typing.*",
	"0=array.array",
	"0=str;refs=none",
	"0=none|builtins.list|builtins.dict|builtins.set|builtins.int|builtins.long|builtins.float|builtins.str|builtins.tuple|builtins.bool|builtins.bytes|__builtin__.list|__builtin__.dict|__builtin__.set|__builtin__.int|__builtin__.long|__builtin__.float|__builtin__.str|__builtin__.tuple|__builtin__.bool|__builtin__.bytes|collections.OrderedDict|collections.Counter|collections.defaultdict|res:functools.partial",
	"1=builtins.object|builtins.dict|builtins.list|builtins.tuple|builtins.str|builtins.unicode|builtins.int|builtins.long|builtins.float|builtins.complex|builtins.set|builtins.frozenset|builtins.bytes|builtins.bytearray|__builtin__.object|__builtin__.dict|__builtin__.list|__builtin__.tuple|__builtin__.str|__builtin__.unicode|__builtin__.int|__builtin__.long|__builtin__.float|__builtin__.complex|__builtin__.set|__builtin__.frozenset|__builtin__.bytes|__builtin__.bytearray|datetime.tzinfo|datetime.datetime|datetime.date|datetime.timedelta",
	"0=str;1<email.headerregistry.",
	"0=pandas.core.internals.blocks.new_block|builtins.list|builtins.dict|builtins.set|builtins.int|builtins.long|builtins.float|builtins.str|builtins.tuple|builtins.bool|builtins.bytes|__builtin__.list|__builtin__.dict|__builtin__.set|__builtin__.int|__builtin__.long|__builtin__.float|__builtin__.str|__builtin__.tuple|__builtin__.bool|__builtin__.bytes|collections.OrderedDict|collections.Counter|collections.defaultdict|res:functools.partial|*.__new__",
	"0=builtins.list|builtins.dict|builtins.set|builtins.int|builtins.long|builtins.float|builtins.str|builtins.tuple|builtins.bool|builtins.bytes|__builtin__.list|__builtin__.dict|__builtin__.set|__builtin__.int|__builtin__.long|__builtin__.float|__builtin__.str|__builtin__.tuple|__builtin__.bool|__builtin__.bytes|collections.OrderedDict|collections.Counter|collections.defaultdict|res:functools.partial",
	"0=dateutil.tz._tzfile.tzfile",
	"0=django.utils.translation.*",
	"0=str|numpy.record|builtins.object|ml_dtypes.*",
	"0=numpy.ndarray|numpy.recarray|numpy.rec.recarray|numpy.matrix|numpy.ma.core.MaskedArray|numpy.ma.MaskedArray|numpy.memmap|numpy.core.records.recarray|numpy.core.memmap.memmap|numpy.matrixlib.defmatrix.matrix|numpy.chararray|numpy.char.chararray|numpy.core.defchararray.chararray|pandas.core.indexes.frozen.FrozenNDArray|pandas.core.internals.blocks._block_shape|pandas.core.sparse.array.SparseArray",
	"noobj",
	"0=str:numpy.core._multiarray_umath|str:numpy|str:numpy.core.umath|str:scipy.special._ufuncs|str:scipy.stats._discrete_distns|str:scipy.special",
	"0=numpy.ma.core.MaskedArray|numpy.ma.MaskedArray|numpy.ma.mrecords.MaskedRecords;1=numpy.ndarray",
	"0=str|numpy.random._mt19937.MT19937|numpy.random._pcg64.PCG64|numpy.random._pcg64.PCG64DXSM|numpy.random._philox.Philox|numpy.random._sfc64.SFC64",
	"0=str|res:numpy.random._pickle.__bit_generator_ctor;1=numpy.random._pickle.__bit_generator_ctor",
	"0=numpy.random.bit_generator.SeedSequence",
	"0=pandas.arrays.*|pandas.core.arrays.*|pandas.Categorical|pandas.core.indexes.frozen.FrozenNDArray",
	"0=pandas.Categorical|pandas.arrays.ArrowExtensionArray|pandas.arrays.ArrowStringArray|pandas.arrays.BooleanArray|pandas.arrays.DatetimeArray|pandas.arrays.FloatingArray|pandas.arrays.IntegerArray|pandas.arrays.IntervalArray|pandas.arrays.PeriodArray|pandas.arrays.SparseArray|pandas.arrays.StringArray|pandas.arrays.TimedeltaArray|pandas.core.arrays.boolean.BooleanArray|pandas.core.arrays.categorical.Categorical|pandas.core.arrays.datetimes.DatetimeArray|pandas.core.arrays.floating.FloatingArray|pandas.core.arrays.integer.IntegerArray|pandas.core.arrays.interval.IntervalArray|pandas.core.arrays.period.PeriodArray|pandas.core.arrays.sparse.SparseArray|pandas.core.arrays.sparse.array.SparseArray|pandas.core.arrays.string_.StringArray|pandas.core.arrays.timedeltas.TimedeltaArray|pandas.core.indexes.frozen.FrozenNDArray",
	"0=pandas.CategoricalIndex|pandas.DatetimeIndex|pandas.Float64Index|pandas.Index|pandas.Int64Index|pandas.IntervalIndex|pandas.MultiIndex|pandas.PeriodIndex|pandas.RangeIndex|pandas.TimedeltaIndex|pandas.UInt64Index|pandas._libs.sparse.IntIndex|pandas.core.indexes.base.Index|pandas.core.indexes.category.CategoricalIndex|pandas.core.indexes.datetimes.DatetimeIndex|pandas.core.indexes.interval.IntervalIndex|pandas.core.indexes.multi.MultiIndex|pandas.core.indexes.numeric.Float64Index|pandas.core.indexes.numeric.Int64Index|pandas.core.indexes.numeric.UInt64Index|pandas.core.indexes.period.PeriodIndex|pandas.core.indexes.range.RangeIndex|pandas.core.indexes.timedeltas.TimedeltaIndex",
	"0=sklearn._loss._loss.CyHalfBinomialLoss|sklearn._loss._loss.CyHalfBinomialLoss",
	"0=sklearn._loss._loss.CyHalfPoissonLoss|sklearn._loss._loss.CyHalfPoissonLoss",
	"0=sklearn._loss._loss.CyHalfSquaredError|sklearn._loss._loss.CyHalfSquaredError",
	"0=sklearn.metrics._dist_metrics.*Distance|sklearn.metrics._dist_metrics.*Distance32|sklearn.metrics._dist_metrics.*Distance64",
	"0=sklearn.neighbors._ball_tree.BallTree|sklearn.neighbors._ball_tree.BallTree64|sklearn.neighbors._ball_tree.BallTree32",
	"0=sklearn.neighbors._dist_metrics.*Distance|sklearn.neighbors._dist_metrics.*Distance32|sklearn.neighbors._dist_metrics.*Distance64",
	"0=sklearn.neighbors._kd_tree.KDTree|sklearn.neighbors._kd_tree.KDTree64|sklearn.neighbors._kd_tree.KDTree32",
	"0=sklearn.neighbors.ball_tree.BallTree|sklearn.neighbors.ball_tree.BallTree64|sklearn.neighbors.ball_tree.BallTree32",
	"0=sklearn.neighbors.dist_metrics.*Distance|sklearn.neighbors.dist_metrics.*Distance32|sklearn.neighbors.dist_metrics.*Distance64",
	"0=sklearn.neighbors.kd_tree.KDTree|sklearn.neighbors.kd_tree.KDTree64|sklearn.neighbors.kd_tree.KDTree32",
	"0=sqlalchemy.engine.row.Row",
	"only=sympy.",
	"0=num;n<=1",
	"0=str;n<=1",
	"0=torch._utils._rebuild_tensor_v2|torch._utils._rebuild_tensor_v3|torch._utils._rebuild_parameter|torch._utils._rebuild_qtensor|torch._utils._rebuild_sparse_tensor;1=torch.Tensor|torch.nn.parameter.Parameter|torch.nn.parameter.Buffer;3=state",
	"0=nested",
	"n<=0",
	"0=none",
	"0=numpy.random._bit_generator.SeedSequence|numpy.random.bit_generator.SeedSequence",
	"0=pandas.core.arrays.period.*|pandas._libs.tslibs.period.*|pandas.*PeriodArray|pandas.Period",
	"0=num;1=num",
	"3=state",
	"0=sklearn._loss._loss.CyAbsoluteError",
	"0=sklearn._loss._loss.CyExponentialLoss",
	"0=sklearn._loss._loss.CyHalfMultinomialLoss",
	"0=sklearn._loss._loss.CyHalfTweedieLoss",
	"0=sklearn._loss._loss.CyHalfTweedieLossIdentity",
	"0=sklearn._loss._loss.CyHalfGammaLoss",
	"0=sklearn._loss._loss.CyHuberLoss",
	"0=sklearn._loss._loss.CyPinballLoss",
];

/** The day on which the list was made. */
export const DATE: string = "2026-11-29";

/** The libraries that it was made from, with their versions. */
export const VERSIONS: string =
	"accelerate 1.15.0; dateutil 3.13 4.0.0; django 6.1.3; joblib 0.14.1 1.4.2 1.6.0; lightgbm 4.7.0; networkx 3.7; nltk 3.10.4; numpy 1.16.6 1.17.5 1.22.4 1.26.4 2.5.5; pandas 0.24.2 0.25.3 1.3.5 2.2.3 3.1.1; polars 2.1.0; pyarrow 26.0.1; pytz 2026.6; scipy 1.2.3 1.4.1 1.10.1 1.17.1 1.18.1; sentence_transformers 6.2.0; sklearn 0.20.4 0.22.2.post1 1.0.2 1.4.2 1.9.1; sqlalchemy 2.1.9; statsmodels 0.15.0; stdlib 2.7 3.8 3.11 3.13; sympy 1.14.0; tokenizers 0.23.3; torch 1.13.0a0 2.15.0+cu132; transformers 5.24.0; ultralytics 8.4.190; xgboost 3.4.1";
